package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDList.Encoding;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.entroscope.engine.Autograd;

/** The values of a model's parameters as plain arrays, and as files in the safetensors format. */
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
    sameNames("the given weights", parameters, values);
    parameters.forEach(
        (name, parameter) -> {
          int size = values.get(name).length;
          if (size != parameter.getShape().size()) {
            throw new IllegalArgumentException(
                "'%s' has %,d values, but the model's has the shape %s"
                    .formatted(name, size, parameter.getShape()));
          }
        });
    try (Autograd none = Autograd.paused();
        NDManager manager = gpt.manager().newSubManager()) {
      parameters.forEach(
          (name, parameter) -> {
            NDArray source = manager.create(values.get(name), parameter.getShape());
            source.copyTo(parameter.getArray());
          });
    }
  }

  /** Writes all parameters and buffers; the file appears whole or not at all. */
  public static void save(Gpt gpt, Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    NDList list = new NDList();
    gpt.namedParameters()
        .forEach(
            (name, parameter) -> {
              NDArray array = parameter.getArray();
              array.setName(name);
              list.add(array);
            });
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
      list.encode(out, Encoding.SAFETENSORS);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Overwrites all parameters and buffers with those of a file.
   *
   * @throws IOException if the file cannot be read or is not a whole safetensors file
   * @throws IllegalArgumentException if its tensors are not those of the model
   */
  public static void load(Gpt gpt, Path file) throws IOException {
    Map<String, Parameter> parameters = gpt.namedParameters();
    try (Autograd none = Autograd.paused();
        NDManager manager = gpt.manager().newSubManager();
        InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      NDList.decode(manager, in).forEach(array -> arrays.put(array.getName(), array));
      sameNames(file.toString(), parameters, arrays);
      parameters.forEach((name, p) -> sameShape(file, name, p.getShape(), arrays.get(name)));
      parameters.forEach((name, parameter) -> arrays.get(name).copyTo(parameter.getArray()));
    } catch (IllegalArgumentException | IOException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IOException(file + " is not a whole safetensors file: " + e.getMessage(), e);
    }
  }

  private static void sameShape(Path file, String name, Shape wanted, NDArray array) {
    if (!array.getShape().equals(wanted)) {
      throw new IllegalArgumentException(
          "%s: '%s' has the shape %s, but the model's has %s"
              .formatted(file, name, array.getShape(), wanted));
    }
  }

  private static void sameNames(String source, Map<String, ?> wanted, Map<String, ?> given) {
    TreeSet<String> missing = new TreeSet<>(wanted.keySet());
    missing.removeAll(given.keySet());
    TreeSet<String> unknown = new TreeSet<>(given.keySet());
    unknown.removeAll(wanted.keySet());
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalArgumentException(
          source
              + " belongs to another architecture:"
              + (missing.isEmpty() ? "" : " it lacks " + missing)
              + (unknown.isEmpty() ? "" : " it has " + unknown + ", which the model has not"));
    }
  }
}
