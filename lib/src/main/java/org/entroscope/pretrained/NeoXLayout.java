package org.entroscope.pretrained;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Biases;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.Rotary;

/**
 * The tensors of GPT-NeoX and Pythia: Q, K and V in one tensor, interleaved by head, and rotary
 * positions.
 */
record NeoXLayout(Architecture architecture, ModelShape shape) implements Layout {

  private static final Pattern BUFFERS =
      Pattern.compile("layers\\.\\d+\\.attention\\.(bias|masked_bias|rotary_emb\\.inv_freq)");

  private static final String EMBEDDING = "embed_in.weight";
  private static final String HEAD = "embed_out.weight";

  static NeoXLayout of(Config config) throws IOException {
    int width = config.count("hidden_size", 1 << 17);
    ModelShape shape =
        Sizes.shape(
            config.count("num_hidden_layers", 10_000),
            config.count("num_attention_heads", 10_000),
            width,
            config.count("max_position_embeddings", 1 << 24),
            config.count("vocab_size", 1 << 26));
    config.require(
        config.number("intermediate_size", 0) == 4.0 * width,
        "intermediate_size",
        "must be 4 hidden_size");
    config.require(config.number("layer_norm_eps", 1e-5) == 1e-5, "layer_norm_eps", "must be 1e-5");
    config.require(config.flag("attention_bias", true), "attention_bias", "must be true");
    config.require(!config.has("rope_scaling"), "rope_scaling", "must be left out");
    for (String type : List.of("rope_type", "type")) {
      config.require(
          config.text("rope_parameters", type, "default").equals("default"),
          "rope_parameters",
          "must have the rope_type default");
    }
    double share =
        config.oneOf(
            0.25, "rope_parameters.partial_rotary_factor", "partial_rotary_factor", "rotary_pct");
    double base =
        config.oneOf(10_000, "rope_parameters.rope_theta", "rope_theta", "rotary_emb_base");
    var activation = config.activation("hidden_act");
    boolean parallel = config.flag("use_parallel_residual", true);
    boolean tied = config.flag("tie_word_embeddings", false);
    try {
      Rotary rotary = new Rotary(share, base);
      rotary.width(shape.headWidth());
      return new NeoXLayout(
          Architecture.of("SM + LN")
              .with(
                  a -> {
                    a.activation = activation;
                    a.biases = Biases.ALL;
                    a.rotary = rotary;
                    a.parallel = parallel;
                    a.untied = !tied;
                  }),
          shape);
    } catch (IllegalArgumentException e) {
      throw new IOException("config.json: " + e.getMessage(), e);
    }
  }

  /**
   * Returns whether this layout can hold a model. Biases that the model lacks are written as zeros.
   */
  static boolean fits(Architecture a) {
    return a.rotary() != null
        && ActivationNames.has(a.activation())
        && a.equals(
            Architecture.of("SM + LN")
                .with(
                    b -> {
                      b.activation = a.activation();
                      b.biases = a.biases();
                      b.rotary = a.rotary();
                      b.parallel = a.parallel();
                      b.untied = a.untied();
                    }));
  }

  @Override
  public List<TensorMapping> mappings() {
    int d = shape.hiddenSize();
    int k = shape.headWidth();
    List<TensorMapping> mappings = new ArrayList<>();
    mappings.add(TensorMapping.same(EMBEDDING, List.of("embedding.token"), shape.vocabulary(), d));
    for (int l = 0; l < shape.layers(); l++) {
      String hub = "layers." + l + ".";
      String ours = "layer." + l + ".";
      Sizes.norm(mappings, hub + "input_layernorm", ours + "norm1", d);
      Sizes.norm(mappings, hub + "post_attention_layernorm", ours + "norm2", d);
      List<String> fused = Sizes.queryKeyValue(ours + "attention.");
      String name = hub + "attention.query_key_value";
      mappings.add(
          TensorMapping.interleaved(
              name + ".weight", Sizes.each(fused, ".weight"), shape.heads(), k, d, 3L * d, d));
      mappings.add(
          TensorMapping.interleaved(
              name + ".bias", Sizes.each(fused, ".bias"), shape.heads(), k, 1, 3L * d));
      linear(mappings, hub + "attention.dense", ours + "attention.output", d, d);
      linear(mappings, hub + "mlp.dense_h_to_4h", ours + "ffn.in", d, 4 * d);
      linear(mappings, hub + "mlp.dense_4h_to_h", ours + "ffn.out", 4 * d, d);
    }
    Sizes.norm(mappings, "final_layer_norm", "norm", d);
    if (architecture.untied()) {
      mappings.add(TensorMapping.same(HEAD, List.of("head.weight"), shape.vocabulary(), d));
    }
    return mappings;
  }

  private static void linear(
      List<TensorMapping> mappings, String hub, String ours, int in, int out) {
    mappings.add(TensorMapping.same(hub + ".weight", List.of(ours + ".weight"), out, in));
    mappings.add(TensorMapping.same(hub + ".bias", List.of(ours + ".bias"), out));
  }

  @Override
  public String prefix() {
    return "gpt_neox.";
  }

  @Override
  public boolean isIgnored(String name) {
    return BUFFERS.matcher(name).matches() || !architecture.untied() && name.equals(HEAD);
  }

  @Override
  public String embedding() {
    return EMBEDDING;
  }

  @Override
  public String head() {
    return HEAD;
  }

  @Override
  public NeoXLayout withOwnHead() {
    return new NeoXLayout(architecture.with(a -> a.untied = true), shape);
  }

  @Override
  public void describe(ObjectNode config) {
    config.put("model_type", "gpt_neox");
    config.putArray("architectures").add("GPTNeoXForCausalLM");
    config.put("num_hidden_layers", shape.layers()).put("num_attention_heads", shape.heads());
    config.put("hidden_size", shape.hiddenSize()).put("intermediate_size", 4 * shape.hiddenSize());
    config.put("max_position_embeddings", shape.context());
    config.put("vocab_size", shape.vocabulary());
    config.put("hidden_act", ActivationNames.name(architecture.activation()));
    config.put("rotary_pct", architecture.rotary().share());
    config.put("rotary_emb_base", architecture.rotary().base());
    config.put("use_parallel_residual", architecture.parallel());
    config.put("attention_bias", true).put("layer_norm_eps", 1e-5);
    config.put("attention_dropout", 0.0).put("hidden_dropout", 0.0);
    config.put("initializer_range", shape.initialStd());
    config.put("tie_word_embeddings", !architecture.untied());
    config.put("bos_token_id", shape.vocabulary() - 1).put("eos_token_id", shape.vocabulary() - 1);
    config.put("torch_dtype", "float32").put("use_cache", true);
  }

  /** Returns the layout of a model. It always has all biases, even if the model does not. */
  static NeoXLayout of(Architecture architecture, ModelShape shape) {
    return new NeoXLayout(architecture.with(a -> a.biases = Biases.ALL), shape);
  }
}
