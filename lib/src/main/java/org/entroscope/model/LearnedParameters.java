package org.entroscope.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.entroscope.architecture.Temperature;
import org.entroscope.statistics.LearnedValues;

/** Reads the values that a model has learned for its heads (Section 4, Figure 6). */
public final class LearnedParameters {

  private LearnedParameters() {}

  /**
   * Returns a component's learned values for every head, such as the thresholds of the entropy
   * regulariser.
   *
   * @param name the name of the model in figures and tables
   * @param parameter the name of a parameter of shape (L, H), for example {@code threshold}
   * @throws IllegalStateException if the model has no such parameter
   */
  public static LearnedValues of(String name, Gpt gpt, String parameter, String meaning) {
    Parameter learned = gpt.namedParameters().get(parameter);
    int layers = gpt.shape().layers();
    if (learned == null || !learned.getShape().equals(new Shape(layers, gpt.shape().heads()))) {
      throw new IllegalStateException(
          "%s has no parameter '%s' with one value for each head"
              .formatted(gpt.architecture(), parameter));
    }
    float[][] values = rows(learned.getArray().toFloatArray(), layers);
    return new LearnedValues(name, parameter, meaning, values);
  }

  /**
   * Returns the temperature t of each head, averaged over query positions (Section 4).
   *
   * @param name the name of the model in figures and tables
   * @throws IllegalStateException if the architecture has no learned temperatures
   */
  public static LearnedValues temperatures(String name, Gpt gpt) {
    Temperature temperature = gpt.architecture().temperature();
    if (temperature == null) {
      throw new IllegalStateException(
          "%s has no temperatures: only architectures with %s(t) learn them"
              .formatted(gpt.architecture(), gpt.architecture().attention().term()));
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
          sum += temperature.of(w);
        }
        means[layer][head] = (float) (sum / learned[head].length);
      }
    }
    return new LearnedValues(name, "temperature", "mean over query positions", means);
  }

  private static float[][] rows(float[] values, int rows) {
    float[][] matrix = new float[rows][values.length / rows];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * matrix[row].length, matrix[row], 0, matrix[row].length);
    }
    return matrix;
  }
}
