package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The intermediate results of Eq. 1-7 for one sequence as plain Java values.
 *
 * <p>The shapes are those listed at {@link Hook} without the batch axis, for example {@code (H, T,
 * T)} for {@code layer.l.attention.probabilities}.
 */
public final class ActivationCache {

  /** One result in row-major order. */
  private record Values(int[] shape, float[] values) {}

  private final Map<String, Values> results = new LinkedHashMap<>();

  /** Copies the captured activations of a batch of one sequence. */
  ActivationCache(Capture capture) {
    capture
        .byName()
        .forEach(
            (name, array) -> {
              long[] shape = array.getShape().getShape();
              int[] sizes = Arrays.stream(shape, 1, shape.length).mapToInt(s -> (int) s).toArray();
              results.put(name, new Values(sizes, floats(array)));
            });
  }

  private static float[] floats(NDArray array) {
    return array.toType(DataType.FLOAT32, false).toFloatArray();
  }

  /** Returns the requested names, with stars replaced by the layers. */
  public List<String> names() {
    return List.copyOf(results.keySet());
  }

  /** Returns the sizes of a result's axes. */
  public int[] shape(String name) {
    return result(name).shape.clone();
  }

  /** Returns all values of a result in row-major order. */
  public float[] values(String name) {
    return result(name).values.clone();
  }

  /**
   * Returns one element.
   *
   * @param index one index per axis of the result
   * @throws IllegalArgumentException if there are more or fewer indices
   * @throws IndexOutOfBoundsException if an index is beyond its axis; the message names it
   */
  public float at(String name, int... index) {
    Values result = result(name);
    return result.values[offset(name, result.shape, index, result.shape.length)];
  }

  /**
   * Returns the matrix of the last two axes: {@code matrix("layer.0.attention.probabilities", 2)}
   * is the T x T matrix of head 2.
   *
   * @param index one index for every other axis
   * @throws IllegalArgumentException if there are more or fewer indices
   * @throws IndexOutOfBoundsException if an index is beyond its axis; the message names it
   */
  public float[][] matrix(String name, int... index) {
    Values result = result(name);
    int axes = result.shape.length;
    int rows = result.shape[axes - 2];
    int columns = result.shape[axes - 1];
    int from = offset(name, result.shape, index, axes - 2) * rows * columns;
    float[][] matrix = new float[rows][];
    for (int row = 0; row < rows; row++) {
      int start = from + row * columns;
      matrix[row] = Arrays.copyOfRange(result.values, start, start + columns);
    }
    return matrix;
  }

  private static int offset(String name, int[] shape, int[] index, int axes) {
    if (index.length != axes) {
      throw new IllegalArgumentException(
          "'%s' has the shape %s: give %d indices, not %d"
              .formatted(name, Arrays.toString(shape), axes, index.length));
    }
    int offset = 0;
    for (int axis = 0; axis < axes; axis++) {
      if (index[axis] < 0 || index[axis] >= shape[axis]) {
        throw new IndexOutOfBoundsException(
            "'%s' has the shape %s: index %d is %d, but must be 0 to %d"
                .formatted(name, Arrays.toString(shape), axis, index[axis], shape[axis] - 1));
      }
      offset = offset * shape[axis] + index[axis];
    }
    return offset;
  }

  private Values result(String name) {
    Values result = results.get(name);
    if (result == null) {
      throw new IllegalArgumentException(
          "'%s' was not observed; observed: %s".formatted(name, results.keySet()));
    }
    return result;
  }

  /**
   * Returns a text with one line per result: its shape and its smallest, mean and largest element.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    results.forEach(
        (name, result) -> {
          double mean = 0;
          float min = Float.POSITIVE_INFINITY;
          float max = Float.NEGATIVE_INFINITY;
          for (float value : result.values) {
            mean += value / (double) result.values.length;
            min = Math.min(min, value);
            max = Math.max(max, value);
          }
          text.append(text.isEmpty() ? "" : System.lineSeparator())
              .append(
                  String.format(
                      Locale.ROOT,
                      "%-34s %-14s min %.4g, mean %.4g, max %.4g",
                      name,
                      Arrays.toString(result.shape),
                      min,
                      mean,
                      max));
        });
    return text.toString();
  }
}
