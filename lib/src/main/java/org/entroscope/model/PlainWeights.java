package org.entroscope.model;

import ai.djl.ndarray.NDScope;
import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.Map;
import org.entroscope.engine.Autograd;

/**
 * A copy of a model's parameters in double precision, and the arithmetic of folding. The weight of
 * each linear layer is the matrix that its parametrisation computes.
 */
final class PlainWeights {

  private final Map<String, double[]> values = new LinkedHashMap<>();

  private PlainWeights() {}

  static PlainWeights of(Gpt gpt) {
    PlainWeights weights = new PlainWeights();
    Weights.of(gpt).forEach((name, value) -> weights.values.put(name, widened(value)));
    try (Autograd none = Autograd.paused();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      weights.addMatrices(gpt);
    }
    return weights;
  }

  private void addMatrices(Block block) {
    if (block instanceof Linear linear) {
      float[] matrix = linear.weight(ForwardContext.direct(false, Hook.NONE)).toFloatArray();
      values.put(linear.name("weight"), widened(matrix));
    }
    block.getChildren().values().forEach(this::addMatrices);
  }

  /** Returns the values of a parameter, or null if there is none with that name. */
  double[] get(String name) {
    return values.get(name);
  }

  double scalar(String name) {
    return values.get(name)[0];
  }

  void put(String name, double... value) {
    values.put(name, value);
  }

  /** Multiplies a parameter by a factor if there is one with that name. */
  void scale(String name, double factor) {
    if (values.containsKey(name)) {
      scale(name, 0, values.get(name).length, factor);
    }
  }

  /**
   * Multiplies a range of a parameter's values, in row-major order, if there is one with that name.
   */
  void scale(String name, int from, int to, double factor) {
    double[] value = values.get(name);
    for (int i = from; value != null && i < to; i++) {
      value[i] *= factor;
    }
  }

  /** Merges {@code y = B (A x + a) + b} into one layer {@code y = B A x + (B a + b)}. */
  void compose(String first, String second, int width, String result) {
    double[] a = values.get(first + ".weight"); // inner width
    double[] b = values.get(second + ".weight"); // width inner
    int inner = a.length / width;
    double[] product = new double[width * width];
    for (int i = 0; i < width; i++) {
      for (int k = 0; k < inner; k++) {
        double factor = b[i * inner + k];
        for (int j = 0; j < width; j++) {
          product[i * width + j] += factor * a[k * width + j];
        }
      }
    }
    double[] bias = values.get(second + ".bias");
    if (bias != null) {
      double[] inside = values.get(first + ".bias");
      double[] sum = bias.clone();
      for (int i = 0; i < width; i++) {
        for (int k = 0; k < inner; k++) {
          sum[i] += b[i * inner + k] * inside[k];
        }
      }
      values.put(result + ".bias", sum);
    }
    values.put(result + ".weight", product);
  }

  /** Overwrites the parameters of a model, which may have only some of these. */
  void assignTo(Gpt gpt) {
    Map<String, float[]> wanted = new LinkedHashMap<>();
    gpt.namedParameters().keySet().forEach(name -> wanted.put(name, narrowed(values.get(name))));
    Weights.assign(gpt, wanted);
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static float[] narrowed(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
