package org.entroscope.pretrained;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Biases;
import org.entroscope.architecture.ModelShape;

/**
 * The tensors of GPT-2 as Transformers stores them: Conv1D weights of shape (in, out), with Q, K
 * and V in one tensor.
 */
record Gpt2Layout(Architecture architecture, ModelShape shape) implements Layout {

  private static final Pattern MASKS = Pattern.compile("h\\.\\d+\\.attn\\.(bias|masked_bias)");

  private static final String EMBEDDING = "wte.weight";
  private static final String HEAD = "lm_head.weight";

  static Gpt2Layout of(Config config) throws IOException {
    int width = config.count("n_embd", 1 << 17);
    ModelShape shape =
        Sizes.shape(
            config.count("n_layer", 10_000),
            config.count("n_head", 10_000),
            width,
            config.count("n_positions", 1 << 24),
            config.count("vocab_size", 1 << 26));
    config.require(
        !config.has("n_inner") || config.number("n_inner", 0) == 4.0 * width,
        "n_inner",
        "must be 4 n_embd");
    config.require(
        config.number("layer_norm_epsilon", 1e-5) == 1e-5, "layer_norm_epsilon", "must be 1e-5");
    config.require(config.flag("scale_attn_weights", true), "scale_attn_weights", "must be true");
    config.require(
        !config.flag("scale_attn_by_inverse_layer_idx", false),
        "scale_attn_by_inverse_layer_idx",
        "must be false");
    var activation = config.activation("activation_function");
    boolean tied = config.flag("tie_word_embeddings", true);
    return new Gpt2Layout(
        Architecture.of("SM + LN + Gtanh + bias(all)")
            .with(
                a -> {
                  a.activation = activation;
                  a.untied = !tied;
                }),
        shape);
  }

  /**
   * Returns whether this layout can hold a model. Biases that the model lacks are written as zeros.
   */
  static boolean fits(Architecture a) {
    return ActivationNames.has(a.activation())
        && a.equals(
            Architecture.of("SM + LN + Gtanh + bias(all)")
                .with(
                    b -> {
                      b.activation = a.activation();
                      b.biases = a.biases();
                      b.untied = a.untied();
                      b.regularisers = a.temperature() == null ? a.regularisers() : List.of();
                    }));
  }

  @Override
  public List<TensorMapping> mappings() {
    int d = shape.hiddenSize();
    List<TensorMapping> mappings = new ArrayList<>();
    mappings.add(TensorMapping.same(EMBEDDING, List.of("embedding.token"), shape.vocabulary(), d));
    mappings.add(
        TensorMapping.same("wpe.weight", List.of("embedding.position"), shape.context(), d));
    for (int l = 0; l < shape.layers(); l++) {
      String hub = "h." + l + ".";
      String ours = "layer." + l + ".";
      Sizes.norm(mappings, hub + "ln_1", ours + "norm1", d);
      linear(mappings, hub + "attn.c_attn", Sizes.queryKeyValue(ours + "attention."), d, 3 * d);
      linear(mappings, hub + "attn.c_proj", List.of(ours + "attention.output"), d, d);
      Sizes.norm(mappings, hub + "ln_2", ours + "norm2", d);
      linear(mappings, hub + "mlp.c_fc", List.of(ours + "ffn.in"), d, 4 * d);
      linear(mappings, hub + "mlp.c_proj", List.of(ours + "ffn.out"), 4 * d, d);
    }
    Sizes.norm(mappings, "ln_f", "norm", d);
    if (architecture.untied()) {
      mappings.add(TensorMapping.same(HEAD, List.of("head.weight"), shape.vocabulary(), d));
    }
    return mappings;
  }

  private static void linear(
      List<TensorMapping> mappings, String hub, List<String> ours, int in, int out) {
    mappings.add(TensorMapping.transposed(hub + ".weight", Sizes.each(ours, ".weight"), in, out));
    mappings.add(TensorMapping.same(hub + ".bias", Sizes.each(ours, ".bias"), out));
  }

  @Override
  public String prefix() {
    return "transformer.";
  }

  @Override
  public boolean isIgnored(String name) {
    return MASKS.matcher(name).matches() || !architecture.untied() && name.equals(HEAD);
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
  public Gpt2Layout withOwnHead() {
    return new Gpt2Layout(architecture.with(a -> a.untied = true), shape);
  }

  @Override
  public void describe(ObjectNode config) {
    config.put("model_type", "gpt2");
    config.putArray("architectures").add("GPT2LMHeadModel");
    config.put("n_layer", shape.layers()).put("n_head", shape.heads());
    config.put("n_embd", shape.hiddenSize()).put("n_positions", shape.context());
    config.put("n_ctx", shape.context()).put("vocab_size", shape.vocabulary());
    config.putNull("n_inner");
    config.put("activation_function", ActivationNames.name(architecture.activation()));
    config.put("layer_norm_epsilon", 1e-5).put("initializer_range", shape.initialStd());
    config.put("scale_attn_weights", true).put("scale_attn_by_inverse_layer_idx", false);
    config.put("reorder_and_upcast_attn", false);
    config.put("attn_pdrop", 0.0).put("embd_pdrop", 0.0).put("resid_pdrop", 0.0);
    config.put("tie_word_embeddings", !architecture.untied());
    // our tokens have no special meaning; a reader that needs a special token gets the last one
    config.put("bos_token_id", shape.vocabulary() - 1).put("eos_token_id", shape.vocabulary() - 1);
    config.put("torch_dtype", "float32").put("use_cache", true);
  }

  /** Returns the layout of a model. It always has all biases, even if the model does not. */
  static Gpt2Layout of(Architecture architecture, ModelShape shape) {
    return new Gpt2Layout(architecture.with(a -> a.biases = Biases.ALL), shape);
  }
}
