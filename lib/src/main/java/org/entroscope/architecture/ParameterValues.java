package org.entroscope.architecture;

import ai.djl.ndarray.NDArray;

/** The values of a component's parameters in one forward pass. */
public interface ParameterValues {

  /**
   * Returns the value of a parameter by the name in its {@link ParameterSpec}.
   *
   * @throws IllegalArgumentException if the component declared no such parameter
   */
  NDArray get(String name);

  /** Returns whether the pass belongs to training, in which buffers may be updated. */
  boolean training();
}
