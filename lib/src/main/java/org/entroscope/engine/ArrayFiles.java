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

/** Arrays by name, to and from safetensors files; one array at a time passes through the heap. */
public final class ArrayFiles {

  private ArrayFiles() {}

  /** Writes arrays of single precision; the file appears whole or not at all. */
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
   * Overwrites arrays with those of a file.
   *
   * @throws IOException if the file cannot be read or is not a whole safetensors file
   * @throws IllegalArgumentException if it has other names or shapes; the arrays are then as they
   *     were
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

  /** Overwrites an array. */
  public static void assign(NDArray target, float[] values) {
    try (NDManager manager = target.getManager().newSubManager()) {
      manager.create(values, target.getShape()).copyTo(target);
    }
  }

  /**
   * Refuses what does not have exactly the wanted names.
   *
   * @param source where the given names come from, for the message
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
              + (unknown.isEmpty() ? "" : " it has " + unknown + ", which the model has not"));
    }
  }
}
