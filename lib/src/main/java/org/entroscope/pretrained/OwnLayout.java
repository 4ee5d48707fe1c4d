package org.entroscope.pretrained;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.model.Gpt;

/** Our own names and shapes, for architectures that Transformers does not support. */
record OwnLayout(Architecture architecture, ModelShape shape, List<TensorMapping> mappings)
    implements Layout {

  static final String TYPE = "entroscope";

  static OwnLayout of(Config config) throws IOException {
    ModelShape shape =
        Sizes.shape(
            config.count("layers", 10_000),
            config.count("heads", 10_000),
            config.count("width", 1 << 17),
            config.count("context", 1 << 24),
            config.count("vocabulary", 1 << 26));
    try {
      return new OwnLayout(Architecture.of(config.text("architecture")), shape, null);
    } catch (IllegalArgumentException e) {
      throw new IOException("config.json: " + e.getMessage(), e);
    }
  }

  /** Returns the layout of an existing model. */
  static OwnLayout of(Gpt gpt) {
    List<TensorMapping> mappings =
        gpt.namedParameters().entrySet().stream()
            .map(
                e ->
                    TensorMapping.same(
                        e.getKey(), List.of(e.getKey()), e.getValue().getShape().getShape()))
            .toList();
    return new OwnLayout(gpt.architecture(), gpt.shape(), mappings);
  }

  @Override
  public String prefix() {
    return "";
  }

  @Override
  public String embedding() {
    return "embedding.token";
  }

  @Override
  public String head() {
    return "head.weight";
  }

  @Override
  public OwnLayout withOwnHead() {
    return new OwnLayout(architecture.with(a -> a.untied = true), shape, null);
  }

  @Override
  public boolean isIgnored(String name) {
    return false;
  }

  @Override
  public void describe(ObjectNode config) {
    config.put("model_type", TYPE).put("architecture", architecture.toString());
    for (Map.Entry<String, Integer> size :
        Map.of(
                "layers", shape.layers(),
                "heads", shape.heads(),
                "width", shape.hiddenSize(),
                "context", shape.context(),
                "vocabulary", shape.vocabulary())
            .entrySet()) {
      config.put(size.getKey(), size.getValue());
    }
  }
}
