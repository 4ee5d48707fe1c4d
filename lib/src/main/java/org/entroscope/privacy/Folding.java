package org.entroscope.privacy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.Temperature;
import org.entroscope.model.Gpt;
import org.entroscope.model.Weights;

/**
 * Merges what is needed in training alone into plain weights (Section 3): weight normalisation,
 * spectral normalisation and sigma-reparametrisation into their matrices, {@code alpha} into the
 * last matrix of the feed-forward network, and the parametrisation of the temperatures into t.
 * Thresholds of the regulariser are dropped. Logits stay what they were.
 */
public final class Folding {

  /** What a normalised matrix is made of. */
  private static final List<String> MADE_OF = List.of(".direction", ".gain", ".u", ".v", ".gamma");

  private Folding() {}

  /** The folded weights of a model as it is now. */
  public static ModelWeights fold(Gpt gpt) {
    Map<String, double[]> values = new LinkedHashMap<>();
    Weights.of(gpt).forEach((name, array) -> values.put(name, widened(array)));
    return fold(gpt.architecture(), gpt.shape(), values);
  }

  /**
   * Folds parameters by their names in {@link Gpt#namedParameters}.
   *
   * @throws IllegalArgumentException if a parameter is missing, or the architecture has LayerNorms
   *     of queries and keys, which {@link ModelWeights} does not know
   */
  public static ModelWeights fold(
      Architecture architecture, ModelShape shape, Map<String, double[]> parameters) {
    Map<String, double[]> folded = new LinkedHashMap<>(parameters);
    for (String name : parameters.keySet()) {
      String path = name.substring(0, Math.max(0, name.lastIndexOf('.')));
      if (name.endsWith(".weight") || name.endsWith(".direction")) {
        MADE_OF.forEach(part -> folded.remove(path + part));
        folded.put(path + ".weight", matrix(path, parameters));
      }
    }
    folded.remove("slope");
    folded.remove("threshold");
    for (int layer = 0; layer < shape.layers(); layer++) {
      String at = "layer." + layer + ".";
      foldAlpha(at + "ffn.", folded);
      foldTemperature(at + "attention.temperature", architecture.temperature(), folded);
      if (architecture.activation().kind() == Activation.Kind.LEAKY_PER_MODEL) {
        folded.put(at + "ffn.slope", parameters.get("slope"));
      }
    }
    return new ModelWeights(architecture, shape, folded);
  }

  private static double[] matrix(String path, Map<String, double[]> parameters) {
    double[] direction = parameters.get(path + ".direction");
    if (direction != null) {
      return scaledRows(direction, parameters.get(path + ".gain"));
    }
    double[] weight = parameters.get(path + ".weight");
    double[] u = parameters.get(path + ".u");
    double[] v = parameters.get(path + ".v");
    if (u == null || v == null) {
      return weight;
    }
    double sigma = 0;
    for (int i = 0; i < u.length; i++) {
      for (int j = 0; j < v.length; j++) {
        sigma += u[i] * weight[i * v.length + j] * v[j];
      }
    }
    double[] gamma = parameters.get(path + ".gamma");
    double factor = (gamma == null ? 1 : gamma[0]) / sigma;
    return mapped(weight, w -> w * factor);
  }

  /** {@code g_i V_i / |V_i|}. */
  private static double[] scaledRows(double[] direction, double[] gain) {
    double[] weight = direction.clone();
    int columns = direction.length / gain.length;
    for (int i = 0; i < gain.length; i++) {
      double squares = 0;
      for (int j = 0; j < columns; j++) {
        squares += direction[i * columns + j] * direction[i * columns + j];
      }
      for (int j = 0; j < columns; j++) {
        weight[i * columns + j] *= gain[i] / Math.sqrt(squares);
      }
    }
    return weight;
  }

  private static void foldAlpha(String ffn, Map<String, double[]> folded) {
    double[] alpha = folded.remove(ffn + "alpha");
    if (alpha == null) {
      return;
    }
    for (String last : new String[] {"out.weight", "out.bias", "fused.weight", "fused.bias"}) {
      folded.computeIfPresent(ffn + last, (name, values) -> mapped(values, w -> w / alpha[0]));
    }
  }

  private static void foldTemperature(
      String name, Temperature temperature, Map<String, double[]> folded) {
    if (temperature == null) {
      return;
    }
    DoubleUnaryOperator divisor =
        switch (temperature.form()) {
          case DIVISOR -> Math::exp;
          case INVERSE -> w -> 1 / w;
          case OFFSET -> w -> Math.max(1 + w, Temperature.OFFSET_FLOOR);
        };
    folded.computeIfPresent(name, (key, values) -> mapped(values, divisor));
  }

  private static double[] mapped(double[] values, DoubleUnaryOperator function) {
    return Arrays.stream(values).map(function).toArray();
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
