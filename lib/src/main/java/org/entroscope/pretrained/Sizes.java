package org.entroscope.pretrained;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.entroscope.architecture.ModelShape;

/** Helpers for the sizes and names that all layouts share. */
final class Sizes {

  private Sizes() {}

  /** Creates a shape; the message about a bad size names the file. */
  static ModelShape shape(int layers, int heads, int width, int context, int vocabulary)
      throws IOException {
    try {
      return new ModelShape(layers, heads, width, context, vocabulary);
    } catch (IllegalArgumentException e) {
      throw new IOException("config.json: " + e.getMessage(), e);
    }
  }

  static List<String> queryKeyValue(String attention) {
    return Stream.of("query", "key", "value").map(attention::concat).toList();
  }

  static List<String> each(List<String> names, String ending) {
    return names.stream().map(name -> name + ending).toList();
  }

  /** Adds a LayerNorm. Its gain is called weight on the hub. */
  static void norm(List<TensorMapping> mappings, String hub, String ours, int d) {
    mappings.add(TensorMapping.same(hub + ".weight", List.of(ours + ".gain"), d));
    mappings.add(TensorMapping.same(hub + ".bias", List.of(ours + ".bias"), d));
  }
}
