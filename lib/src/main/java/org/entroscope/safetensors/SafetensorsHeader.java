package org.entroscope.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.files.JsonSyntax;

/**
 * Parses the JSON header of a safetensors file. A header is rejected unless the shape of every
 * tensor of a known type agrees with the number of its bytes, no two tensors overlap, and every
 * byte of the file belongs to a tensor.
 */
final class SafetensorsHeader {

  /** The limit that the format sets, 100 MB. */
  static final int MOST_BYTES = 100_000_000;

  private static final int MOST_DIMENSIONS = 16;
  private static final int LONGEST_TYPE = 32;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(4)
                          .maxNumberLength(20)
                          .maxNameLength(4096)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SafetensorsHeader() {}

  /**
   * Reads a header.
   *
   * @param json the header's bytes
   * @param data the number of bytes that follow the header in the file
   * @throws IOException if it is not a valid header, or does not describe those bytes; the message
   *     says why
   */
  static Map<String, TensorInfo> parse(byte[] json, long data) throws IOException {
    JsonNode root = read(json);
    List<TensorInfo> tensors = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (entry.getKey().equals("__metadata__")) {
        metadata(entry.getValue());
      } else {
        tensors.add(tensor(entry.getKey(), entry.getValue(), data, 8L + json.length));
      }
    }
    tensors.sort(Comparator.comparingLong(TensorInfo::position).thenComparing(TensorInfo::bytes));
    long next = 8L + json.length;
    String before = "the header";
    Map<String, TensorInfo> named = new LinkedHashMap<>();
    for (TensorInfo tensor : tensors) {
      if (tensor.position() < next) {
        throw wrong("'" + tensor.name() + "' overlaps " + before);
      }
      if (tensor.position() > next) {
        throw wrong("bytes between %s and '%s' belong to no tensor", before, tensor.name());
      }
      next = tensor.position() + tensor.bytes();
      before = "'" + tensor.name() + "'";
      named.put(tensor.name(), tensor);
    }
    if (next != 8L + json.length + data) {
      throw wrong("%,d bytes after %s belong to no tensor", 8L + json.length + data - next, before);
    }
    return named;
  }

  private static JsonNode read(byte[] json) throws IOException {
    if (json.length == 0 || json[0] != '{') {
      throw wrong("its header does not begin with {");
    }
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IOException("its header is faulty: " + JsonSyntax.fault(e), e);
    }
  }

  private static void metadata(JsonNode node) throws IOException {
    if (!node.isObject()) {
      throw wrong("__metadata__ must be an object");
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        throw wrong(
            "__metadata__ must hold text, but the value of '%s' is not text", entry.getKey());
      }
    }
  }

  private static TensorInfo tensor(String name, JsonNode node, long data, long start)
      throws IOException {
    if (!node.isObject() || node.size() != 3) {
      throw wrong("'%s' must have exactly dtype, shape and data_offsets", name);
    }
    ElementType type = type(name, node.path("dtype"));
    List<Long> shape = shape(name, node.path("shape"));
    JsonNode offsets = node.path("data_offsets");
    if (!offsets.isArray() || offsets.size() != 2) {
      throw wrong("'%s' must have two data_offsets", name);
    }
    long begin = count("data_offsets", name, offsets.get(0));
    long end = count("data_offsets", name, offsets.get(1));
    if (begin > end || end > data) {
      throw wrong(
          "'%s' claims bytes %,d to %,d, but the file has %,d bytes of data",
          name, begin, end, data);
    }
    long bits = type == ElementType.OTHER ? 1 : type.bits();
    try {
      for (long dimension : shape) {
        bits = Math.multiplyExact(bits, dimension);
      }
    } catch (ArithmeticException e) {
      throw wrong("'%s' claims the shape %s, more than any file can hold", name, shape);
    }
    if (type != ElementType.OTHER && bits != Byte.SIZE * (end - begin)) {
      throw wrong(
          "'%s' of %s %s must have %,d bits, but has %,d bytes",
          name, type, shape, bits, end - begin);
    }
    String dtype = node.path("dtype").textValue();
    return new TensorInfo(name, type, dtype, shape, start + begin, end - begin);
  }

  private static ElementType type(String name, JsonNode node) throws IOException {
    if (!node.isTextual() || node.textValue().length() > LONGEST_TYPE) {
      throw wrong("the dtype of '%s' must be a short text, not %s", name, shortened(node));
    }
    try {
      return ElementType.valueOf(node.textValue());
    } catch (IllegalArgumentException e) {
      return ElementType.OTHER; // a newer type; only a reader of this tensor needs to know it
    }
  }

  private static List<Long> shape(String name, JsonNode node) throws IOException {
    if (!node.isArray() || node.size() > MOST_DIMENSIONS) {
      throw wrong("the shape of '%s' must be a list of at most %d sizes", name, MOST_DIMENSIONS);
    }
    List<Long> shape = new ArrayList<>();
    for (JsonNode dimension : node) {
      shape.add(count("shape", name, dimension));
    }
    return List.copyOf(shape);
  }

  private static long count(String what, String name, JsonNode node) throws IOException {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
      throw wrong("the %s of '%s' must be whole numbers, not %s", what, name, shortened(node));
    }
    return node.asLong();
  }

  private static String shortened(JsonNode node) {
    String text = node.isMissingNode() || node.isNull() ? "nothing" : node.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  private static IOException wrong(String format, Object... arguments) {
    return new IOException(arguments.length == 0 ? format : format.formatted(arguments));
  }
}
