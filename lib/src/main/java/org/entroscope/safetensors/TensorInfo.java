package org.entroscope.safetensors;

import java.util.Arrays;
import java.util.List;

/**
 * Type, shape and position of a tensor in its file. The header has been checked.
 *
 * @param name the tensor's name
 * @param type the type of its elements
 * @param dtype the name of the type in the file
 * @param shape its dimensions; empty for a scalar
 * @param position the position of its first byte in the file
 * @param bytes the number of its bytes
 */
public record TensorInfo(
    String name, ElementType type, String dtype, List<Long> shape, long position, long bytes) {

  /** Returns the number of elements. */
  public long size() {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }

  /** Returns whether the tensor has the given dimensions. */
  public boolean hasShape(long... dimensions) {
    return shape.equals(Arrays.stream(dimensions).boxed().toList());
  }
}
