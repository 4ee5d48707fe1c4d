package org.entroscope.architecture;

import ai.djl.ndarray.NDArray;

/** The values of a component's parameters in one forward pass. */
public interface ParameterValues {

  /**
   * The value of a parameter by the name that its {@link ParameterSpec} gave it.
   *
   * @throws IllegalArgumentException if the component declared no such parameter
   */
  NDArray get(String name);

  /** Whether the pass belongs to training, in which buffers may be updated. */
  boolean training();
}
