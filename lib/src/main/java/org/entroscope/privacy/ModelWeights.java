package org.entroscope.privacy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Biases;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.model.Gpt;

/**
 * The folded weights of a model by parameter name, which are the input of the server in a private
 * inference.
 *
 * <p>Matrices are row-major, {@code [outputs, inputs]}. Weight and spectral normalisation and
 * {@code alpha} are folded into them (Section 3). Two factors cannot always be folded into matrices
 * and may be given: {@code layer.l.ffn.beta} (one number, Eq. 8) and {@code
 * layer.l.attention.temperature} ({@code [H, T]}, the divisor t of Section 4).
 *
 * <pre>
 * embedding.token [V,d]  embedding.position [T,d]  norm.gain [d]  norm.bias [d]
 * layer.l.norm1.gain .bias  layer.l.norm2.gain .bias
 * layer.l.attention.query.weight [d,d] .bias, likewise key, value, output
 * layer.l.ffn.in.weight [4d,d] .bias  layer.l.ffn.out.weight [d,4d] .bias
 * layer.l.ffn.fused.weight [d,d] .bias instead of in and out
 * layer.l.ffn.slope [1], or other parameters of the activation
 * </pre>
 *
 * @param architecture the architecture that the weights belong to
 * @param shape its sizes
 * @param arrays the arrays by name
 */
public record ModelWeights(
    Architecture architecture, ModelShape shape, Map<String, double[]> arrays) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Rejects an architecture that is not folded, and arrays that are missing or have a wrong size.
   */
  public ModelWeights {
    if (architecture.queryKeyNorm()) {
      throw queryKeyNorm(architecture);
    }
    if (architecture.rotary() != null || architecture.parallel() || architecture.untied()) {
      throw new IllegalArgumentException(
          "private execution supports neither RoPE nor Parallel nor untied, which "
              + architecture
              + " has; the cost model predicts it");
    }
    FormulaCount.of(architecture.attention(), 2); // rejects components without a formula
    FormulaCount.of(architecture.activation());
    arrays = Map.copyOf(arrays);
    if (shape.layers() > arrays.size()) {
      throw new IllegalArgumentException(
          "the weights of %,d layers are more than the %,d arrays that are given"
              .formatted(shape.layers(), arrays.size()));
    }
    for (var entry : required(architecture, shape).entrySet()) {
      double[] array = arrays.get(entry.getKey());
      if (array == null || array.length != entry.getValue()) {
        throw new IllegalArgumentException(
            "the weights of "
                + architecture
                + " need "
                + entry.getKey()
                + " with "
                + entry.getValue()
                + " values; "
                + (array == null ? "it is missing" : "it has " + array.length));
      }
    }
  }

  static IllegalArgumentException queryKeyNorm(Architecture architecture) {
    return new IllegalArgumentException(
        "private execution does not support LayerNorm of queries and keys, which "
            + architecture
            + " has; the cost model predicts it");
  }

  /**
   * Returns the folded weights of a trained model in its current state.
   *
   * @throws IllegalArgumentException if the model has LayerNorms of queries and keys
   */
  public static ModelWeights of(Gpt gpt) {
    return ServerWeights.weights(gpt);
  }

  /** Returns an array by name, or null if the model has none of that name. */
  public double[] array(String name) {
    return arrays.get(name);
  }

  /** Returns the array {@code layer.LAYER.NAME}, or null. */
  public double[] array(int layer, String name) {
    return arrays.get("layer." + layer + "." + name);
  }

  /** Returns the sums of token and position embeddings, {@code [tokens, d]}. */
  public double[][] embed(int... tokens) {
    if (tokens.length == 0 || tokens.length > shape.context()) {
      throw new IllegalArgumentException(
          "a model with context "
              + shape.context()
              + " takes 1 to that many tokens, not "
              + tokens.length);
    }
    int d = shape.hiddenSize();
    double[] token = array("embedding.token");
    double[] position = array("embedding.position");
    double[][] rows = new double[tokens.length][d];
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] < 0 || tokens[i] >= shape.vocabulary()) {
        throw new IllegalArgumentException(
            "token " + tokens[i] + " is not in the vocabulary of " + shape.vocabulary());
      }
      for (int j = 0; j < d; j++) {
        rows[i][j] = token[tokens[i] * d + j] + position[i * d + j];
      }
    }
    return rows;
  }

  /** Creates random weights with the shape's initial standard deviation; gains vary around one. */
  public static ModelWeights random(Architecture architecture, ModelShape shape, long seed) {
    Random random = new Random(seed);
    Map<String, double[]> arrays = new LinkedHashMap<>();
    required(architecture, shape)
        .forEach(
            (name, size) -> {
              double centre = name.endsWith("gain") || name.endsWith("temperature") ? 1 : 0;
              double[] array = new double[Math.toIntExact(size)];
              for (int i = 0; i < size; i++) {
                array[i] = centre + shape.initialStd() * random.nextGaussian();
              }
              if (name.endsWith("temperature")) {
                for (int i = 0; i < size; i++) {
                  array[i] = Math.exp(array[i] - 1);
                }
              }
              arrays.put(name, array);
            });
    if (architecture.scaled()) {
      for (int layer = 0; layer < shape.layers(); layer++) {
        arrays.put("layer." + layer + ".ffn.beta", new double[] {0.9 + 0.2 * random.nextDouble()});
      }
    }
    return new ModelWeights(architecture, shape, arrays);
  }

  /**
   * Returns the parameters of the components of a block by their names after the layer's prefix.
   */
  public static Map<String, ParameterSpec> learned(Architecture a, ModelShape s) {
    Map<String, ParameterSpec> learned = new TreeMap<>();
    for (ParameterSpec spec : a.attention().parameters(s)) {
      learned.put("attention." + spec.name(), spec);
    }
    if (a.activation() != null) {
      for (ParameterSpec spec : a.activation().parameters(s)) {
        learned.put("ffn." + spec.name(), spec);
      }
    }
    return learned;
  }

  private static Map<String, Long> required(Architecture a, ModelShape s) {
    long d = s.hiddenSize();
    if (4 * d > Integer.MAX_VALUE / d) {
      throw new IllegalArgumentException("a width of %,d is too large".formatted(d));
    }
    boolean all = a.biases() == Biases.ALL;
    Map<String, Long> sizes = new TreeMap<>();
    sizes.put("embedding.token", s.vocabulary() * d);
    sizes.put("embedding.position", s.context() * d);
    for (int layer = 0; layer < s.layers(); layer++) {
      String at = "layer." + layer + ".";
      for (String projection : new String[] {"query", "key", "value", "output"}) {
        sizes.put(at + "attention." + projection + ".weight", d * d);
        boolean scores = projection.equals("query") || projection.equals("key");
        if (all || (scores && a.biases() == Biases.QK)) {
          sizes.put(at + "attention." + projection + ".bias", d);
        }
      }
      if (a.temperature() != null) {
        sizes.put(at + "attention.temperature", (long) s.heads() * s.context());
      }
      if (a.layerNorm()) {
        for (String norm : new String[] {"norm1.gain", "norm1.bias", "norm2.gain", "norm2.bias"}) {
          sizes.put(at + norm, d);
        }
      }
      if (a.fused()) {
        sizes.put(at + "ffn.fused.weight", d * d);
        if (all) {
          sizes.put(at + "ffn.fused.bias", d);
        }
      } else {
        sizes.put(at + "ffn.in.weight", 4 * d * d);
        sizes.put(at + "ffn.out.weight", 4 * d * d);
        if (all) {
          sizes.put(at + "ffn.in.bias", 4 * d);
          sizes.put(at + "ffn.out.bias", d);
        }
      }
      learned(a, s).forEach((name, spec) -> sizes.put(at + name, spec.shape().size()));
    }
    if (a.finalLayerNorm()) {
      sizes.put("norm.gain", d);
      sizes.put("norm.bias", d);
    }
    return sizes;
  }

  /** Writes the weights as JSON. The file is written atomically. */
  public void write(Path file) throws IOException {
    PartyFile.write(file, architecture, shape, "arrays", arrays);
  }

  /**
   * Reads a file that {@link #write} wrote.
   *
   * @throws IOException if the file cannot be read or is damaged; the message names it
   */
  public static ModelWeights read(Path file) throws IOException {
    return PartyFile.read(
        file,
        "model weights",
        List.of("architecture", "shape", "arrays"),
        weights -> {
          Map<String, double[]> arrays = new LinkedHashMap<>();
          for (var field : weights.root().get("arrays").properties()) {
            arrays.put(field.getKey(), PartyFile.numbers(field.getKey(), field.getValue()));
          }
          return new ModelWeights(weights.architecture(), weights.shape(), arrays);
        });
  }

  /**
   * Returns only architecture and shape: the weights are the server's secret and must not be
   * logged.
   */
  @Override
  public String toString() {
    return "weights of " + architecture + ", " + shape;
  }
}
