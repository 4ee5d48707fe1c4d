package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.entroscope.engine.ArrayFiles;
import org.entroscope.engine.Autograd;

/**
 * The values of a model's parameters (Eq. 1-4) as plain arrays, and as files in the safetensors
 * format.
 */
public final class Weights {

  private Weights() {}

  /** Copies of all parameters and buffers, row by row. */
  public static Map<String, float[]> of(Gpt gpt) {
    Map<String, float[]> values = new LinkedHashMap<>();
    gpt.namedParameters().forEach((name, p) -> values.put(name, p.getArray().toFloatArray()));
    return values;
  }

  /**
   * Overwrites all parameters and buffers.
   *
   * @throws IllegalArgumentException if a name is missing or unknown, or an array has another size;
   *     the model is then as it was
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

  /** Writes all parameters and buffers; the file appears whole or not at all. */
  public static void save(Gpt gpt, Path file) throws IOException {
    ArrayFiles.write(file, arrays(gpt));
  }

  /**
   * Overwrites all parameters and buffers with those of a file.
   *
   * @throws IOException if the file cannot be read or is not a whole safetensors file
   * @throws IllegalArgumentException if its tensors are not those of the model
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
