package org.entroscope.pretrained;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.entroscope.architecture.Activation;

/** A {@code config.json}, whose claims are checked as they are read. */
final class Config {

  private static final long MOST_BYTES = 16_000_000;

  static final JsonMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(40)
                          .build())
                  .build())
          .build();

  /** The names that Transformers has for the activations we have. */
  static final Map<String, Activation> ACTIVATIONS =
      Map.of(
          "gelu_new", Activation.GELU_TANH,
          "gelu", Activation.GELU,
          "relu", Activation.RELU,
          "linear", Activation.IDENTITY);

  private final Path file;
  private final JsonNode root;

  private Config(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  static Config read(Path file) throws IOException {
    return new Config(file, readObject(file));
  }

  /** Reads a JSON object from a small file. */
  static JsonNode readObject(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new IOException("%s has %,d bytes, too many for settings".formatted(file, size));
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (root == null || !root.isObject()) {
        throw new IOException(file + " is not a JSON object");
      }
      return root;
    } catch (JacksonException e) {
      throw new IOException(file + " is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A whole number between 1 and a limit. */
  int count(String name, int most) throws IOException {
    JsonNode node = root.path(name);
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw wrong(name, "must be a whole number");
    }
    int value = node.intValue();
    if (value < 1 || value > most) {
      throw wrong(name, "must lie between 1 and %,d".formatted(most));
    }
    return value;
  }

  String text(String name) throws IOException {
    if (!root.path(name).isTextual()) {
      throw wrong(name, "must be a text");
    }
    return root.path(name).textValue();
  }

  /** A text that may stand within another object. */
  String text(String object, String name, String otherwise) throws IOException {
    JsonNode node = root.path(object).path(name);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    if (!node.isTextual()) {
      throw wrong(object, "must have a text as its " + name);
    }
    return node.textValue();
  }

  boolean flag(String name, boolean otherwise) throws IOException {
    JsonNode node = root.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      throw wrong(name, "must be true or false");
    }
    return node.booleanValue();
  }

  double number(String name, double otherwise) throws IOException {
    return number(root, name, otherwise);
  }

  /** A number that may stand within another object, as newer files have it. */
  double number(String object, String name, double otherwise) throws IOException {
    return number(root.path(object), name, otherwise);
  }

  private double number(JsonNode parent, String name, double otherwise) throws IOException {
    JsonNode node = parent.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    if (!node.isNumber()) {
      throw wrong(name, "must be a number");
    }
    return node.doubleValue();
  }

  boolean has(String name) {
    return !root.path(name).isMissingNode() && !root.path(name).isNull();
  }

  /** The activation of that setting. */
  Activation activation(String name) throws IOException {
    Activation activation = ACTIVATIONS.get(text(name));
    if (activation == null) {
      throw wrong(name, "must be one of " + new java.util.TreeSet<>(ACTIVATIONS.keySet()));
    }
    return activation;
  }

  /** Refuses settings that our models do not have. */
  void require(boolean condition, String name, String what) throws IOException {
    if (!condition) {
      throw wrong(name, what);
    }
  }

  private IOException wrong(String name, String what) {
    JsonNode node = root.path(name);
    String given = node.isMissingNode() ? "missing" : node.toString();
    String shown = given.length() > 60 ? given.substring(0, 60) + "..." : given;
    return new IOException("%s: %s %s, but is %s".formatted(file, name, what, shown));
  }
}
