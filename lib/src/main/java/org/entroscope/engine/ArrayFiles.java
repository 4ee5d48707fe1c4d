package org.entroscope.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.entroscope.safetensors.SafetensorsFile;
import org.entroscope.safetensors.SafetensorsWriter;
import org.entroscope.safetensors.SafetensorsWriter.Tensor;

/**
 * Writes named arrays to safetensors files and reads them. Only one array at a time is copied to
 * the Java heap.
 */
public final class ArrayFiles {

  private ArrayFiles() {}

  /** Writes single-precision arrays. The file appears complete or not at all. */
  public static void write(Path file, Map<String, NDArray> arrays) throws IOException {
    SafetensorsWriter.write(
        file,
        arrays.entrySet().stream()
            .map(
                e ->
                    new Tensor(
                        e.getKey(),
                        e.getValue().getShape().getShape(),
                        () -> e.getValue().toFloatArray()))
            .toList());
  }

  /**
   * Overwrites arrays with the arrays of the same names in a file.
   *
   * @throws IOException if the file cannot be read or is not a complete safetensors file
   * @throws IllegalArgumentException if its names or shapes are different; the arrays are then
   *     unchanged
   */
  public static void read(Path file, Map<String, NDArray> arrays) throws IOException {
    try (SafetensorsFile tensors = SafetensorsFile.open(file);
        Autograd none = Autograd.paused()) {
      sameNames(file.toString(), arrays, tensors.names());
      for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
        if (!tensors.info(entry.getKey()).hasShape(entry.getValue().getShape().getShape())) {
          throw new IllegalArgumentException(
              "%s: '%s' has the shape %s, but the model's has %s"
                  .formatted(
                      file,
                      entry.getKey(),
                      tensors.info(entry.getKey()).shape(),
                      entry.getValue().getShape()));
        }
      }
      for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
        assign(entry.getValue(), tensors.floats(entry.getKey()));
      }
    }
  }

  /** Overwrites the values of an array. */
  public static void assign(NDArray target, float[] values) {
    try (NDManager manager = target.getManager().newSubManager()) {
      manager.create(values, target.getShape()).copyTo(target);
    }
  }

  /**
   * Checks that the given names are exactly the expected ones.
   *
   * @param source the origin of the given names, for the message
   * @throws IllegalArgumentException if a name is missing or unknown; the message lists them
   */
  public static void sameNames(String source, Map<String, ?> wanted, Iterable<String> given) {
    TreeSet<String> missing = new TreeSet<>(wanted.keySet());
    TreeSet<String> unknown = new TreeSet<>();
    for (String name : given) {
      if (!missing.remove(name)) {
        unknown.add(name);
      }
    }
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalArgumentException(
          source
              + " belongs to another architecture:"
              + (missing.isEmpty() ? "" : " it lacks " + missing)
              + (unknown.isEmpty()
                  ? ""
                  : " it has " + unknown + ", which the model does not have"));
    }
  }
}
