package org.entroscope.architecture;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The activations of one forward pass as differentiable arrays of the engine. */
public interface Activations {

  /**
   * Returns one activation.
   *
   * @throws IllegalArgumentException if the activation was not requested
   */
  NDArray get(String name);

  /**
   * Returns the activations that match a pattern, in the order of the layers: {@code
   * layer.*.attention.entropy} gives L arrays.
   *
   * @throws IllegalArgumentException if the pattern was not requested
   */
  List<NDArray> matching(String pattern);
}
