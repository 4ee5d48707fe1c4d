package org.entroscope.privacy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.Reason;

/**
 * Reads and writes the JSON file of a party. Its content is secret: messages name places in the
 * file, but never its content.
 */
record PartyFile(Path path, JsonNode root) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Writes a file with a model's architecture and shape and the party's own data. */
  static void write(
      Path path, Architecture architecture, ModelShape shape, String field, Object content)
      throws IOException {
    var root = JSON.createObjectNode();
    root.put("architecture", architecture.toString());
    root.set("shape", ShapeJson.of(shape));
    root.set(field, JSON.valueToTree(content));
    AtomicFile.write(path, JSON.writeValueAsBytes(root));
  }

  /**
   * Builds an object from the file. Throws an IllegalArgumentException if the content is not valid.
   */
  interface Reading<T> {
    T of(PartyFile file) throws IOException;
  }

  /**
   * Reads a file.
   *
   * @param what the kind of content, for messages
   * @param needed the fields that the file must have
   * @throws IOException if it cannot be read or is damaged; the message names the file
   */
  static <T> T read(Path path, String what, List<String> needed, Reading<T> reading)
      throws IOException {
    JsonNode root;
    try (var in = Files.newInputStream(path)) {
      root = JSON.readTree(in);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new IOException(path + " is damaged: it is not JSON" + where, e);
    } catch (IOException e) {
      throw Reason.cannotRead(path, e);
    }
    for (String field : needed) {
      if (!root.hasNonNull(field)) {
        throw new IOException(
            path + " holds no " + what + ": it needs " + String.join(", ", needed));
      }
    }
    try {
      return reading.of(new PartyFile(path, root));
    } catch (IllegalArgumentException e) {
      throw new IOException(path + " cannot be used: " + Reason.of(e), e);
    }
  }

  Architecture architecture() {
    return Architecture.of(root.get("architecture").asText());
  }

  ModelShape shape() {
    return ShapeJson.read(root.get("shape"));
  }

  /** Returns the numbers of an array. */
  static double[] numbers(String name, JsonNode array) {
    if (!array.isArray()) {
      throw new IllegalArgumentException(name + " is not an array of numbers");
    }
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = array.get(i);
      numbers[i] = number.isNumber() ? number.doubleValue() : Double.NaN;
      if (!Double.isFinite(numbers[i])) {
        throw new IllegalArgumentException(
            name + " has something that is not a finite number at index " + i);
      }
    }
    return numbers;
  }
}
