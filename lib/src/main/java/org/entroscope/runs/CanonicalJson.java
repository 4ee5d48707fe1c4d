package org.entroscope.runs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * JSON in a canonical form: a value has the same text on every machine and in every version.
 * Properties are in the order of their names, there is no white space, and properties with their
 * default value are omitted. Therefore, a property that is added later with a default does not
 * change the texts of older values.
 */
final class CanonicalJson {

  /** Ignores annotations, which apply only to the JSON around a value. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              // Java 19 changed the digits of Double.toString; this writer's digits are the same
              // everywhere
              JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build())
          .disable(MapperFeature.USE_ANNOTATIONS, MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private final ObjectNode defaults;

  /**
   * @param defaults a JSON object with the values of properties that a text may omit, at any depth
   */
  CanonicalJson(String defaults) {
    this.defaults = parsed(defaults);
  }

  /** Converts an object to a tree without properties that have their default. */
  ObjectNode tree(Object value) {
    ObjectNode tree = complete(value);
    strip(tree, defaults);
    return tree;
  }

  /** Converts an object to a tree with all properties. */
  static ObjectNode complete(Object value) {
    return JSON.valueToTree(value);
  }

  private static void strip(ObjectNode tree, ObjectNode defaults) {
    for (Map.Entry<String, JsonNode> each : defaults.properties()) {
      JsonNode value = tree.get(each.getKey());
      if (each.getValue().equals(value)) {
        tree.remove(each.getKey());
      } else if (value instanceof ObjectNode inner && each.getValue() instanceof ObjectNode those) {
        strip(inner, those);
      }
    }
  }

  /** Returns the canonical text of a tree. */
  static String text(ObjectNode tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and texts can always be written", e);
    }
  }

  /**
   * Parses a text.
   *
   * @throws IllegalArgumentException if it is not a JSON object
   */
  static ObjectNode parsed(String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode tree) {
        return tree;
      }
      throw new IllegalArgumentException("it is not a JSON object");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /**
   * Converts a tree, which may omit properties with a default, to a value.
   *
   * @throws IllegalArgumentException if it lacks other properties, or has an unknown one
   */
  <T> T value(ObjectNode tree, Class<T> type) {
    try {
      return JSON.treeToValue(filled(defaults, tree), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  private static ObjectNode filled(ObjectNode defaults, ObjectNode given) {
    ObjectNode all = defaults.deepCopy();
    for (Map.Entry<String, JsonNode> each : given.properties()) {
      JsonNode usual = all.get(each.getKey());
      JsonNode value =
          each.getValue() instanceof ObjectNode inner && usual instanceof ObjectNode those
              ? filled(those, inner)
              : each.getValue();
      all.set(each.getKey(), value);
    }
    return all;
  }
}
