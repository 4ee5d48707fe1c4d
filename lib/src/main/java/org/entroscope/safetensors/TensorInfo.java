package org.entroscope.safetensors;

import java.util.Arrays;
import java.util.List;

/**
 * Where a tensor lies in its file, after all that its header says has been checked.
 *
 * @param name the tensor's name
 * @param type of its elements
 * @param dtype the type's name in the file
 * @param shape its dimensions; none for a scalar
 * @param position of its first byte in the file
 * @param bytes how many bytes it has
 */
public record TensorInfo(
    String name, ElementType type, String dtype, List<Long> shape, long position, long bytes) {

  /** Number of elements. */
  public long size() {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }

  /** Whether the dimensions are these. */
  public boolean hasShape(long... dimensions) {
    return shape.equals(Arrays.stream(dimensions).boxed().toList());
  }
}
