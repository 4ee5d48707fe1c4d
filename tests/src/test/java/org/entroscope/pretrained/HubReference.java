package org.entroscope.pretrained;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Tiny random models in the layout of the hub with their expected results, in float64 and plain
 * Java. This class shares no code with the library. {@code main} writes the files that the tests
 * read:
 *
 * <pre>HubReference tests/src/test/resources/pretrained</pre>
 */
final class HubReference {

  static final int LAYERS = 2;
  static final int HEADS = 2;
  static final int[] TOKENS = {3, 1, 4, 1, 5, 9, 2, 6};

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A tensor of the hub, with rows and columns. A vector is a single row. */
  record Tensor(int[] shape, double[] values) {
    int columns() {
      return shape[shape.length - 1];
    }
  }

  final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Random random;
  final double[][][] entropies = new double[LAYERS][HEADS][];

  private HubReference(long seed) {
    random = new Random(seed);
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    HubFiles.write(gpt2(), folder.resolve("gpt2"), 1);
    HubFiles.write(neoX(), folder.resolve("neox"), 2);
  }

  ObjectNode config;
  double[][] logits;

  static HubReference gpt2() {
    int d = 8;
    int context = 12;
    int vocabulary = 17;
    HubReference r = new HubReference(2);
    r.random("wte.weight", 0.5, vocabulary, d);
    r.random("wpe.weight", 0.5, context, d);
    for (int l = 0; l < LAYERS; l++) {
      String h = "h." + l + ".";
      r.norm(h + "ln_1", d);
      r.tensors.put(h + "attn.bias", r.causalMask(context));
      r.linear(h + "attn.c_attn", d, 3 * d, true);
      r.linear(h + "attn.c_proj", d, d, true);
      r.norm(h + "ln_2", d);
      r.linear(h + "mlp.c_fc", d, 4 * d, true);
      r.linear(h + "mlp.c_proj", 4 * d, d, true);
    }
    r.norm("ln_f", d);
    r.config =
        JSON.createObjectNode()
            .put("model_type", "gpt2")
            .put("activation_function", "gelu_new")
            .put("layer_norm_epsilon", 1e-5)
            .put("n_ctx", context)
            .put("n_embd", d)
            .put("n_head", HEADS)
            .put("n_layer", LAYERS)
            .put("n_positions", context)
            .put("vocab_size", vocabulary);
    r.logits = r.gpt2Logits(d);
    return r;
  }

  private double[][] gpt2Logits(int d) {
    double[][] x = new double[TOKENS.length][d];
    for (int t = 0; t < x.length; t++) {
      for (int c = 0; c < d; c++) {
        x[t][c] = at("wte.weight", TOKENS[t], c) + at("wpe.weight", t, c);
      }
    }
    for (int l = 0; l < LAYERS; l++) {
      String h = "h." + l + ".";
      double[][] qkv = conv1d(h + "attn.c_attn", layerNorm(h + "ln_1", x));
      double[][] merged = new double[x.length][d];
      int k = d / HEADS;
      for (int head = 0; head < HEADS; head++) {
        double[][] q = HubMath.columns(qkv, head * k, k);
        double[][] key = HubMath.columns(qkv, d + head * k, k);
        double[][] v = HubMath.columns(qkv, 2 * d + head * k, k);
        HubMath.attend(q, key, v, merged, head * k, entropies[l], head);
      }
      x = HubMath.plus(x, conv1d(h + "attn.c_proj", merged));
      double[][] hidden = conv1d(h + "mlp.c_fc", layerNorm(h + "ln_2", x));
      for (double[] row : hidden) {
        for (int i = 0; i < row.length; i++) {
          double u = row[i];
          row[i] = 0.5 * u * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (u + 0.044715 * u * u * u)));
        }
      }
      x = HubMath.plus(x, conv1d(h + "mlp.c_proj", hidden));
    }
    return timesTransposed("wte.weight", layerNorm("ln_f", x));
  }

  static HubReference neoX() {
    int d = 16;
    int vocabulary = 19;
    HubReference r = new HubReference(3);
    r.random("gpt_neox.embed_in.weight", 1, vocabulary, d);
    for (int l = 0; l < LAYERS; l++) {
      String h = "gpt_neox.layers." + l + ".";
      r.norm(h + "input_layernorm", d);
      r.norm(h + "post_attention_layernorm", d);
      r.tensors.put(h + "attention.rotary_emb.inv_freq", new Tensor(new int[] {2}, new double[2]));
      r.linear(h + "attention.query_key_value", d, 3 * d, false);
      r.linear(h + "attention.dense", d, d, false);
      r.linear(h + "mlp.dense_h_to_4h", d, 4 * d, false);
      r.linear(h + "mlp.dense_4h_to_h", 4 * d, d, false);
    }
    r.norm("gpt_neox.final_layer_norm", d);
    r.random("embed_out.weight", 0.5, vocabulary, d);
    r.config =
        JSON.createObjectNode()
            .put("model_type", "gpt_neox")
            .put("hidden_act", "gelu")
            .put("hidden_size", d)
            .put("intermediate_size", 4 * d)
            .put("layer_norm_eps", 1e-5)
            .put("max_position_embeddings", 12)
            .put("num_attention_heads", HEADS)
            .put("num_hidden_layers", LAYERS)
            .put("rotary_emb_base", 10000)
            .put("rotary_pct", 0.5)
            .put("tie_word_embeddings", false)
            .put("use_parallel_residual", true)
            .put("vocab_size", vocabulary);
    r.logits = r.neoXLogits(d);
    return r;
  }

  private double[][] neoXLogits(int d) {
    int k = d / HEADS;
    int turning = k / 2; // rotary_pct is 0.5
    double[][] x = new double[TOKENS.length][d];
    for (int t = 0; t < x.length; t++) {
      for (int c = 0; c < d; c++) {
        x[t][c] = at("gpt_neox.embed_in.weight", TOKENS[t], c);
      }
    }
    for (int l = 0; l < LAYERS; l++) {
      String h = "gpt_neox.layers." + l + ".";
      double[][] qkv = linear(h + "attention.query_key_value", layerNorm(h + "input_layernorm", x));
      double[][] merged = new double[x.length][d];
      for (int head = 0; head < HEADS; head++) {
        double[][] q = HubMath.rotate(HubMath.columns(qkv, head * 3 * k, k), turning);
        double[][] key = HubMath.rotate(HubMath.columns(qkv, head * 3 * k + k, k), turning);
        double[][] v = HubMath.columns(qkv, head * 3 * k + 2 * k, k);
        HubMath.attend(q, key, v, merged, head * k, entropies[l], head);
      }
      double[][] attention = linear(h + "attention.dense", merged);
      double[][] hidden =
          linear(h + "mlp.dense_h_to_4h", layerNorm(h + "post_attention_layernorm", x));
      for (double[] row : hidden) {
        for (int i = 0; i < row.length; i++) {
          row[i] = row[i] * HubMath.normal(row[i]);
        }
      }
      x = HubMath.plus(HubMath.plus(x, attention), linear(h + "mlp.dense_4h_to_h", hidden));
    }
    return timesTransposed("embed_out.weight", layerNorm("gpt_neox.final_layer_norm", x));
  }

  private double[][] layerNorm(String name, double[][] x) {
    double[][] y = new double[x.length][x[0].length];
    int d = x[0].length;
    for (int t = 0; t < x.length; t++) {
      double mean = 0;
      double square = 0;
      for (double v : x[t]) {
        mean += v / d;
      }
      for (double v : x[t]) {
        square += (v - mean) * (v - mean) / d;
      }
      for (int c = 0; c < d; c++) {
        double standard = (x[t][c] - mean) / Math.sqrt(square + 1e-5);
        y[t][c] = standard * at(name + ".weight", 0, c) + at(name + ".bias", 0, c);
      }
    }
    return y;
  }

  /** Computes x W + b with W of shape (in, out). */
  private double[][] conv1d(String name, double[][] x) {
    int out = tensors.get(name + ".weight").columns();
    double[][] y = new double[x.length][out];
    for (int t = 0; t < x.length; t++) {
      for (int o = 0; o < out; o++) {
        y[t][o] = at(name + ".bias", 0, o);
        for (int i = 0; i < x[t].length; i++) {
          y[t][o] += x[t][i] * at(name + ".weight", i, o);
        }
      }
    }
    return y;
  }

  /** Computes x W^T + b with W of shape (out, in). */
  private double[][] linear(String name, double[][] x) {
    double[][] y = timesTransposed(name + ".weight", x);
    for (double[] row : y) {
      for (int o = 0; o < row.length; o++) {
        row[o] += at(name + ".bias", 0, o);
      }
    }
    return y;
  }

  private double[][] timesTransposed(String weight, double[][] x) {
    int out = tensors.get(weight).shape[0];
    double[][] y = new double[x.length][out];
    for (int t = 0; t < x.length; t++) {
      for (int o = 0; o < out; o++) {
        for (int i = 0; i < x[t].length; i++) {
          y[t][o] += x[t][i] * at(weight, o, i);
        }
      }
    }
    return y;
  }

  private double at(String name, int row, int column) {
    Tensor tensor = tensors.get(name);
    return tensor.values[row * tensor.columns() + column];
  }

  private void random(String name, double std, int... shape) {
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (std * random.nextGaussian());
    }
    tensors.put(name, new Tensor(shape, values));
  }

  private void norm(String name, int d) {
    random(name + ".weight", 0.2, d);
    double[] gains = tensors.get(name + ".weight").values;
    for (int i = 0; i < d; i++) {
      gains[i] = (float) (1 + gains[i]);
    }
    random(name + ".bias", 0.2, d);
  }

  private void linear(String name, int in, int out, boolean conv1d) {
    int[] shape = conv1d ? new int[] {in, out} : new int[] {out, in};
    random(name + ".weight", 1.5 / Math.sqrt(in), shape);
    random(name + ".bias", 0.2, out);
  }

  private Tensor causalMask(int context) {
    double[] mask = new double[context * context];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % context <= i / context ? 1 : 0;
    }
    return new Tensor(new int[] {1, 1, context, context}, mask);
  }
}
