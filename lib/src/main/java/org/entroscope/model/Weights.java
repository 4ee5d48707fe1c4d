package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.entroscope.engine.ArrayFiles;
import org.entroscope.engine.Autograd;
import org.entroscope.files.Sha256;

/**
 * Reads and writes the values of a model's parameters (Eq. 1-4) as plain arrays and as files in the
 * safetensors format.
 */
public final class Weights {

  private Weights() {}

  /** Returns copies of all parameters and buffers in row-major order. */
  public static Map<String, float[]> of(Gpt gpt) {
    Map<String, float[]> values = new LinkedHashMap<>();
    gpt.namedParameters().forEach((name, p) -> values.put(name, p.getArray().toFloatArray()));
    return values;
  }

  /**
   * Overwrites all parameters and buffers.
   *
   * @throws IllegalArgumentException if a name is missing or unknown, or an array has another size;
   *     the model is then unchanged
   */
  public static void assign(Gpt gpt, Map<String, float[]> values) {
    Map<String, Parameter> parameters = gpt.namedParameters();
    ArrayFiles.sameNames("the given weights", parameters, values.keySet());
    parameters.forEach(
        (name, parameter) -> {
          int size = values.get(name).length;
          if (size != parameter.getShape().size()) {
            throw new IllegalArgumentException(
                "'%s' has %,d values, but the model's has the shape %s"
                    .formatted(name, size, parameter.getShape()));
          }
        });
    try (Autograd none = Autograd.paused()) {
      parameters.forEach((name, p) -> ArrayFiles.assign(p.getArray(), values.get(name)));
    }
  }

  /**
   * Copies every learned parameter that two models have in common. If the source has more position
   * embeddings, the first rows are copied.
   *
   * @return the SHA-256 of the copied values, 64 hexadecimal digits
   * @throws IllegalArgumentException if a parameter of the same name has another shape
   */
  public static String transplant(Gpt from, Gpt to) {
    Map<String, Parameter> source = from.namedParameters();
    MessageDigest digest = Sha256.digest();
    try (Autograd none = Autograd.paused()) {
      to.namedParameters()
          .forEach(
              (name, parameter) -> {
                Parameter given = source.get(name);
                if (given != null && parameter.requiresGradient()) {
                  float[] values = given.getArray().toFloatArray();
                  values = fitted(name, given.getShape(), parameter.getShape(), values);
                  ArrayFiles.assign(parameter.getArray(), values);
                  update(digest, name, values);
                }
              });
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static float[] fitted(String name, Shape given, Shape wanted, float[] values) {
    boolean firstRows =
        name.equals("embedding.position")
            && given.get(1) == wanted.get(1)
            && given.get(0) >= wanted.get(0);
    if (!firstRows && !given.equals(wanted)) {
      throw new IllegalArgumentException(
          "'%s' has the shape %s in the model to start from, but %s in the new one"
              .formatted(name, given, wanted));
    }
    return Arrays.copyOf(values, (int) wanted.size());
  }

  private static void update(MessageDigest digest, String name, float[] values) {
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    for (float value : values) {
      if (!bytes.hasRemaining()) {
        digest.update(bytes.flip());
        bytes.clear();
      }
      bytes.putFloat(value);
    }
    digest.update(bytes.flip());
  }

  /** Writes all parameters and buffers. The file is written atomically. */
  public static void save(Gpt gpt, Path file) throws IOException {
    ArrayFiles.write(file, arrays(gpt));
  }

  /**
   * Overwrites all parameters and buffers with the values in a file.
   *
   * @throws IOException if the file cannot be read or is not a complete safetensors file
   * @throws IllegalArgumentException if its tensors do not match the model's parameters
   */
  public static void load(Gpt gpt, Path file) throws IOException {
    ArrayFiles.read(file, arrays(gpt));
  }

  private static Map<String, NDArray> arrays(Gpt gpt) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    gpt.namedParameters().forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
    return arrays;
  }
}
