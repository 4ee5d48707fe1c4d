package org.entroscope.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.entroscope.architecture.ModelShape;

/** Reads and writes a model shape in the parties' files. */
final class ShapeJson {

  private ShapeJson() {}

  static ObjectNode of(ModelShape shape) {
    return new ObjectMapper()
        .createObjectNode()
        .put("layers", shape.layers())
        .put("heads", shape.heads())
        .put("width", shape.hiddenSize())
        .put("context", shape.context())
        .put("vocabulary", shape.vocabulary());
  }

  static ModelShape read(JsonNode node) {
    return new ModelShape(
        number(node, "layers"),
        number(node, "heads"),
        number(node, "width"),
        number(node, "context"),
        number(node, "vocabulary"));
  }

  private static int number(JsonNode node, String name) {
    if (!node.path(name).isInt()) {
      throw new IllegalArgumentException("a shape needs the whole number " + name);
    }
    return node.get(name).asInt();
  }
}
