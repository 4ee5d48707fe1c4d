package org.entroscope.architecture;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * A penalty that training adds to the cross entropy, on anything that a hook can see (Algorithm 1
 * is one). In the notation it encloses the architecture: {@code EReg(SM + ScFuFFN)}.
 */
public interface Regulariser extends Component {

  /** Every setting in words, for legends that tell several from one another: "gamma=0.1". */
  default List<String> settings() {
    return arguments().isEmpty() ? List.of() : List.of(arguments());
  }

  /** What the penalty itself learns, saved with the model; nothing by default. */
  default List<ParameterSpec> parameters(ModelShape shape) {
    return List.of();
  }

  /**
   * The names of the activations that the penalty is made of, such as {@code
   * layer.*.attention.entropy}; the star stands for all layers.
   */
  List<String> activations();

  /**
   * The penalty of a batch, already weighted, differentiable. Multiply by a number with {@link
   * org.entroscope.engine.Scalar}: DJL's {@code x.mul(0.1)} gives a double, which is refused.
   *
   * @param seen the activations asked for
   * @param learned the values of {@link #parameters}
   * @return a scalar, float32
   */
  NDArray penalty(Activations seen, ParameterValues learned);
}
