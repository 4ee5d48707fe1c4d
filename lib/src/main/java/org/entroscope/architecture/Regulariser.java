package org.entroscope.architecture;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * A penalty that training adds to the cross entropy, such as Algorithm 1. It can depend on every
 * activation that a hook can see. In the notation it encloses the architecture: {@code EReg(SM +
 * ScFuFFN)}.
 */
public interface Regulariser extends Component {

  /**
   * Returns the settings as text, so that legends can distinguish several regularisers:
   * "gamma=0.1".
   */
  default List<String> settings() {
    return arguments().isEmpty() ? List.of() : List.of(arguments());
  }

  /**
   * Returns the parameters that the penalty itself learns, which are saved with the model; none by
   * default.
   */
  default List<ParameterSpec> parameters(ModelShape shape) {
    return List.of();
  }

  /**
   * Returns the names of the activations that the penalty needs, such as {@code
   * layer.*.attention.entropy}; the star stands for all layers.
   */
  List<String> activations();

  /**
   * Returns the weighted penalty of a batch, differentiable. To multiply by a number, use {@link
   * org.entroscope.engine.Scalar}: DJL's {@code x.mul(0.1)} gives a double, which is rejected.
   *
   * @param seen the requested activations
   * @param learned the values of {@link #parameters}
   * @return the weighted penalty as a float32 scalar
   */
  NDArray penalty(Activations seen, ParameterValues learned);
}
