package org.entroscope.reference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Biases;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.Parametrised;
import org.entroscope.component.LeakyRelu;

/**
 * The names, shapes and random values of the parameters of a model, in the order of the forward
 * pass.
 */
final class ReferenceParameters {
  private final Architecture architecture;
  private final ModelShape shape;
  private final Map<String, int[]> shapes = new LinkedHashMap<>();

  private ReferenceParameters(Architecture architecture, ModelShape shape) {
    this.architecture = architecture;
    this.shape = shape;
  }

  /** Returns whether the parameter is a vector of the power iteration, which has no gradient. */
  static boolean isBuffer(String name) {
    return name.endsWith(".u") || name.endsWith(".v");
  }

  static Map<String, int[]> shapes(Architecture architecture, ModelShape shape) {
    ReferenceParameters parameters = new ReferenceParameters(architecture, shape);
    parameters.addModel();
    return parameters.shapes;
  }

  private void addModel() {
    int d = shape.hiddenSize();
    add("embedding.token", shape.vocabulary(), d);
    add("embedding.position", shape.context(), d);
    if (slope() == LeakyRelu.Learned.MODEL) {
      add("slope", 1);
    }
    for (int l = 0; l < shape.layers(); l++) {
      addLayer("layer." + l);
    }
    if (architecture.finalLayerNorm()) {
      addLayerNorm("norm", d);
    }
    if (architecture.regularised()) {
      add("threshold", shape.layers(), shape.heads());
    }
  }

  private void addLayer(String layer) {
    int d = shape.hiddenSize();
    Parametrised norm = architecture.parametrised();
    boolean queryAndKey = norm != null && norm.layers().queryAndKey();
    boolean feedForward = norm != null && norm.layers().feedForward();
    boolean all = architecture.biases() == Biases.ALL;
    boolean biasedQueryAndKey = architecture.biases() != Biases.NONE;
    String attention = layer + ".attention";
    if (architecture.layerNorm()) {
      addLayerNorm(layer + ".norm1", d);
    }
    addLinear(attention + ".query", d, d, queryAndKey, biasedQueryAndKey);
    addLinear(attention + ".key", d, d, queryAndKey, biasedQueryAndKey);
    addLinear(attention + ".value", d, d, norm != null && norm.layers().value(), all);
    if (architecture.queryKeyNorm()) {
      addLayerNorm(attention + ".queryNorm", shape.headWidth());
      addLayerNorm(attention + ".keyNorm", shape.headWidth());
    }
    if (architecture.temperature() != null) {
      add(attention + ".temperature", shape.heads(), shape.context());
    }
    addLinear(attention + ".output", d, d, norm != null && norm.layers().output(), all);
    if (architecture.layerNorm()) {
      addLayerNorm(layer + ".norm2", d);
    }
    if (architecture.fused()) {
      addLinear(layer + ".ffn.fused", d, d, feedForward, all);
    } else {
      addLinear(layer + ".ffn.in", 4 * d, d, feedForward, all);
      addLinear(layer + ".ffn.out", d, 4 * d, feedForward, all);
    }
    if (slope() == LeakyRelu.Learned.LAYER) {
      add(layer + ".ffn.slope", 1);
    }
    if (architecture.scaled()) {
      add(layer + ".ffn.alpha", 1);
      add(layer + ".ffn.beta", 1);
    }
  }

  /**
   * Returns whether each layer or the model learns the slope of a leaky ReLU, or null for other
   * activations.
   */
  private LeakyRelu.Learned slope() {
    return architecture.activation() instanceof LeakyRelu leaky ? leaky.learned() : null;
  }

  private void addLayerNorm(String name, int width) {
    add(name + ".gain", width);
    add(name + ".bias", width);
  }

  private void addLinear(String name, int out, int in, boolean normalised, boolean biased) {
    String kind = normalised ? architecture.parametrised().by().term() : "";
    if (kind.equals("WN")) {
      add(name + ".direction", out, in);
      add(name + ".gain", out);
    } else {
      add(name + ".weight", out, in);
    }
    if (kind.equals("SN") || kind.equals("SR")) {
      add(name + ".u", out);
      add(name + ".v", in);
    }
    if (kind.equals("SR")) {
      add(name + ".gamma", 1);
    }
    if (biased) {
      add(name + ".bias", out);
    }
  }

  private void add(String name, int... dimensions) {
    shapes.put(name, dimensions);
  }

  static Map<String, double[]> random(Architecture architecture, ModelShape shape, long seed) {
    Random random = new Random(seed);
    Map<String, int[]> shapes = shapes(architecture, shape);
    Map<String, double[]> values = new LinkedHashMap<>();
    shapes.forEach(
        (name, dimensions) -> values.put(name, draw(name, dimensions, architecture, random)));
    shapes.keySet().stream()
        .filter(name -> name.endsWith(".u"))
        .forEach(name -> iteratePower(name.substring(0, name.length() - 2), values));
    values.values().forEach(ReferenceParameters::roundToFloat);
    return values;
  }

  private static double[] draw(
      String name, int[] dimensions, Architecture architecture, Random random) {
    double[] x = new double[dimensions[0] * (dimensions.length == 2 ? dimensions[1] : 1)];
    String last = name.substring(name.lastIndexOf('.') + 1);
    for (int i = 0; i < x.length; i++) {
      double normal = random.nextGaussian();
      x[i] =
          switch (last) {
            case "token", "position" -> 0.6 * normal;
            case "weight", "direction" -> normal / Math.sqrt(dimensions[1]);
            case "u", "v" -> normal;
            case "bias" -> 0.2 * normal;
            case "gain" -> 1 + 0.2 * normal;
            case "gamma" -> 1.2 * Math.exp(0.1 * normal);
            case "alpha" -> 1.5 * Math.exp(0.1 * normal);
            case "beta" -> 0.8 * Math.exp(0.1 * normal);
            case "slope" -> 0.1 + 0.2 * random.nextDouble();
            case "threshold" -> 0.2 + 0.4 * random.nextDouble();
            case "temperature" -> temperature(0.4 * normal, architecture);
            default -> throw new IllegalStateException("no random value for " + name);
          };
    }
    return x;
  }

  /**
   * Returns the parameter whose temperature is exp(logT), or exp(-logT) for an inverse temperature.
   */
  private static double temperature(double logT, Architecture architecture) {
    return switch (architecture.temperature().form()) {
      case DIVISOR -> logT;
      case INVERSE -> Math.exp(logT);
      case OFFSET -> Math.exp(logT) - 1;
    };
  }

  /**
   * Runs three steps of the power iteration from random vectors. The result is close to the
   * singular vectors, but not exact.
   */
  private static void iteratePower(String linear, Map<String, double[]> values) {
    double[] weight = values.get(linear + ".weight");
    double[] u = values.get(linear + ".u");
    double[] v = values.get(linear + ".v");
    normalise(u);
    for (int step = 0; step < 3; step++) {
      Arrays.fill(v, 0);
      for (int i = 0; i < weight.length; i++) {
        v[i % v.length] += weight[i] * u[i / v.length];
      }
      normalise(v);
      Arrays.fill(u, 0);
      for (int i = 0; i < weight.length; i++) {
        u[i / v.length] += weight[i] * v[i % v.length];
      }
      normalise(u);
    }
  }

  private static void normalise(double[] x) {
    double square = 0;
    for (double element : x) {
      square += element * element;
    }
    for (int i = 0; i < x.length; i++) {
      x[i] /= Math.sqrt(square);
    }
  }

  /**
   * Rounds the values to float32, so that a model in float32 starts from exactly the same numbers.
   */
  private static void roundToFloat(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) x[i];
    }
  }
}
