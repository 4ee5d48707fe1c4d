package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.LinearParametrisation;
import org.entroscope.architecture.ParameterSpec;

/**
 * A linear layer, {@code y = x W^T + b}, with W of shape (out, in). W is a learned parameter or is
 * computed by a parametrisation.
 */
final class Linear extends ModelBlock {

  private final LinearParametrisation parametrisation;
  private final LearnedComponent learned;
  private final Parameter weight;
  private final Parameter bias;

  /**
   * @param parametrisation computes the weight from learned parameters, or null for a plain weight
   */
  Linear(
      String path,
      int in,
      int out,
      boolean biased,
      LinearParametrisation parametrisation,
      Initialiser initialiser) {
    super(path, initialiser);
    this.parametrisation = parametrisation;
    bias = biased ? parameter(ParameterSpec.of("bias", out)) : null;
    if (parametrisation == null) {
      weight = parameter(ParameterSpec.of("weight", out, in).normal().decayed());
      learned = null;
    } else {
      weight = null;
      List<ParameterSpec> specs = parametrisation.parameters(out, in);
      learned = new LearnedComponent(this, specs, Map.of());
    }
  }

  /** Returns the weight matrix, (out, in). */
  NDArray weight(ForwardContext context) {
    return parametrisation == null
        ? context.value(weight)
        : parametrisation.weight(learned.in(context));
  }

  /** Returns the bias, (out), or null. */
  NDArray bias(ForwardContext context) {
    return bias == null ? null : context.value(bias);
  }

  @Override
  NDArray forward(NDArray x, ForwardContext context) {
    return context.matMul().linear(x, weight(context), bias(context));
  }
}
