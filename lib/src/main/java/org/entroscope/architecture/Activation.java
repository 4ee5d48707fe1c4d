package org.entroscope.architecture;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The elementwise nonlinearity between the two feed-forward projections (Eq. 4, Table 1). */
public interface Activation extends Component {

  /** What is learned, per layer or per model; nothing by default. */
  default List<ParameterSpec> parameters(ModelShape shape) {
    return List.of();
  }

  /**
   * The function, differentiable.
   *
   * @param x any shape
   * @param learned the values of {@link #parameters}
   * @return of the same shape
   */
  NDArray forward(NDArray x, ParameterValues learned);

  /**
   * The function of one number in plain arithmetic, for tests, for private inference and for its
   * cost.
   *
   * @throws UnsupportedOperationException by default: the component has no private form
   */
  default <T> T formula(T x, Arithmetic<T> arithmetic) {
    throw unsupported("private inference: it defines no formula(x, arithmetic)");
  }

  /** What a diagram says about the settings, such as "slope 0.01"; empty by default. */
  default String note() {
    return "";
  }

  /**
   * The names of this very function in {@code config.json} of Hugging Face Transformers, the one to
   * write first; empty where Transformers has none.
   */
  default List<String> transformersNames() {
    return List.of();
  }
}
