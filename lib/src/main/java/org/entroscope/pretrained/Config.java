package org.entroscope.pretrained;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.entroscope.architecture.Activation;
import org.entroscope.files.JsonSyntax;

/** A {@code config.json} file. Each setting is checked when it is read. */
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

  private final Path file;
  private final JsonNode root;
  private final Set<String> used = new TreeSet<>();

  private Config(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  static Config read(Path file) throws IOException {
    return new Config(file, readObject(file));
  }

  /** Reads a JSON object from a small file. */
  static JsonNode readObject(Path file) throws IOException {
    return readObject(file, MOST_BYTES);
  }

  /** Reads a JSON object from a file whose size is limited. */
  static JsonNode readObject(Path file, long most) throws IOException {
    long size = Files.size(file);
    if (size > most) {
      throw new IOException("%s has %,d bytes, too many for a settings file".formatted(file, size));
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (root == null || !root.isObject()) {
        throw new IOException(file + " is not a JSON object");
      }
      return root;
    } catch (JacksonException e) {
      throw new IOException(file + ": " + JsonSyntax.fault(e), e);
    }
  }

  /** Returns the bytes that are written to a file for an object. */
  static byte[] bytes(ObjectNode object) {
    return (object.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a whole number between 1 and a limit. */
  int count(String name, int most) throws IOException {
    JsonNode node = field(name);
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
    if (!field(name).isTextual()) {
      throw wrong(name, "must be a string");
    }
    return field(name).textValue();
  }

  /** Reads an optional text inside a nested object. */
  String text(String object, String name, String otherwise) throws IOException {
    JsonNode node = field(object).path(name);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    if (!node.isTextual()) {
      throw wrong(object, "must have a string as its " + name);
    }
    return node.textValue();
  }

  boolean flag(String name, boolean otherwise) throws IOException {
    JsonNode node = field(name);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      throw wrong(name, "must be true or false");
    }
    return node.booleanValue();
  }

  double number(String name, double otherwise) throws IOException {
    field(name);
    return number(root, name, otherwise);
  }

  /** Reads an optional number inside a nested object, as in newer files. */
  double number(String object, String name, double otherwise) throws IOException {
    return number(field(object), name, otherwise);
  }

  /** Returns a setting and marks it as known. */
  private JsonNode field(String name) {
    used.add(name);
    return root.path(name);
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
    return !field(name).isMissingNode() && !field(name).isNull();
  }

  /** Reads the name of an activation; returns null for the identity. */
  Activation activation(String name) throws IOException {
    String given = text(name);
    if (!ActivationNames.isKnown(given)) {
      String known = String.join(", ", ActivationNames.names());
      throw wrong(name, "must be one of the supported functions: " + known);
    }
    return ActivationNames.activation(given);
  }

  /** Refuses the file if a condition on one of its settings does not hold. */
  void require(boolean condition, String name, String what) throws IOException {
    if (!condition) {
      throw wrong(name, what);
    }
  }

  /**
   * Reads a number that may be stored under several names, {@code object.name} or {@code name}.
   * Refuses the file if the numbers differ.
   */
  double oneOf(double otherwise, String... names) throws IOException {
    Double found = null;
    for (String name : names) {
      String[] path = name.split("\\.");
      double value =
          path.length == 1 ? number(name, Double.NaN) : number(path[0], path[1], Double.NaN);
      if (!Double.isNaN(value)) {
        require(found == null || found == value, path[0], "must agree with " + names[0]);
        found = value;
      }
    }
    return found == null ? otherwise : found;
  }

  /**
   * Refuses settings of models that we do not support.
   *
   * @return the settings that were not read and are not known to be harmless
   */
  List<String> checkRest() throws IOException {
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      JsonNode value = entry.getValue();
      String name = entry.getKey();
      boolean isOff =
          value.isNull()
              || value.isBoolean() && !value.booleanValue()
              || value.isContainerNode() && value.isEmpty();
      if (ConfigFields.REFUSED.contains(name)) {
        require(isOff, name, "must be left out or false");
      } else if (!used.contains(name) && !ConfigFields.isHarmless(name) && !isOff) {
        unknown.add(name);
      }
    }
    return unknown;
  }

  private IOException wrong(String name, String what) {
    JsonNode node = field(name);
    String given = node.isMissingNode() || node.isNull() ? "missing" : node.toString();
    String shown = given.length() > 60 ? given.substring(0, 60) + "..." : given;
    return new IOException("%s: %s %s, but is %s".formatted(file, name, what, shown));
  }
}
