package org.entroscope.architecture;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Activations of one forward pass as the engine's arrays, differentiable. */
public interface Activations {

  /**
   * One activation.
   *
   * @throws IllegalArgumentException if it was not asked for
   */
  NDArray get(String name);

  /**
   * The activations that a pattern asked for, in the order of the layers: {@code
   * layer.*.attention.entropy} gives L arrays.
   *
   * @throws IllegalArgumentException if the pattern was not asked for
   */
  List<NDArray> matching(String pattern);
}
