package org.entroscope.architecture;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The elementwise nonlinearity between the two feed-forward projections (Eq. 4, Table 1). */
public interface Activation extends Component {

  /** Returns the learned parameters, per layer or per model; none by default. */
  default List<ParameterSpec> parameters(ModelShape shape) {
    return List.of();
  }

  /**
   * Applies the function, differentiably.
   *
   * @param x an array of any shape
   * @param learned the values of {@link #parameters}
   * @return an array of the same shape
   */
  NDArray forward(NDArray x, ParameterValues learned);

  /**
   * Applies the function to one number. It is used for tests, for private inference and for the
   * cost of private inference.
   *
   * @throws UnsupportedOperationException by default, because the component has no private form
   */
  default <T> T formula(T x, Arithmetic<T> arithmetic) {
    throw unsupported("private inference: it defines no formula(x, arithmetic)");
  }

  /** Returns the settings as text for a diagram, such as "slope 0.01"; empty by default. */
  default String note() {
    return "";
  }

  /**
   * Returns the names of this function in {@code config.json} of Hugging Face Transformers; empty
   * if it has none. The first name is the one that exported models get.
   */
  default List<String> transformersNames() {
    return List.of();
  }
}
