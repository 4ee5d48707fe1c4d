package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import org.entroscope.architecture.Temperature;
import org.entroscope.entropy.LearnedValues;

/** Reads what a model has learned for its heads (Section 4, Figure 6). */
public final class Learned {

  private Learned() {}

  /**
   * The regulariser's thresholds theta of each head, as shares of E_max (Figure 6).
   *
   * @param name what to call the model
   * @throws IllegalStateException if the architecture is not regularised
   */
  public static LearnedValues thresholds(String name, Gpt gpt) {
    NDArray values = gpt.threshold().getArray();
    float[][] thresholds = rows(values.toFloatArray(), gpt.shape().layers());
    return new LearnedValues(name, "threshold", "as shares of the maximum entropy", thresholds);
  }

  /**
   * The temperature t of each head, averaged over query positions (Section 4).
   *
   * @param name what to call the model
   * @throws IllegalStateException if the architecture has no learned temperatures
   */
  public static LearnedValues temperatures(String name, Gpt gpt) {
    Temperature temperature = gpt.architecture().temperature();
    if (temperature == null) {
      throw new IllegalStateException(
          gpt.architecture() + " has no temperatures: only architectures with SM(t) learn them");
    }
    int layers = gpt.shape().layers();
    int heads = gpt.shape().heads();
    float[][] means = new float[layers][heads];
    for (int layer = 0; layer < layers; layer++) {
      String parameter = "layer." + layer + ".attention.temperature";
      float[][] learned =
          rows(gpt.namedParameters().get(parameter).getArray().toFloatArray(), heads); // H T
      for (int head = 0; head < heads; head++) {
        double sum = 0;
        for (float w : learned[head]) {
          sum += temperature(temperature.form(), w);
        }
        means[layer][head] = (float) (sum / learned[head].length);
      }
    }
    return new LearnedValues(name, "temperature", "mean over query positions", means);
  }

  private static double temperature(Temperature.Form form, double w) {
    return switch (form) {
      case DIVISOR -> Math.exp(w);
      case INVERSE -> 1 / w;
      case OFFSET -> Math.max(1 + w, Temperature.OFFSET_FLOOR);
    };
  }

  private static float[][] rows(float[] values, int rows) {
    float[][] matrix = new float[rows][values.length / rows];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * matrix[row].length, matrix[row], 0, matrix[row].length);
    }
    return matrix;
  }
}
