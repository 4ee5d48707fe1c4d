package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.ParameterValues;
import org.entroscope.architecture.Regulariser;

/**
 * The regularisers of a model, such as the entropy regulariser of Algorithm 1, and their
 * parameters.
 */
public final class Penalties {

  private final Map<Regulariser, LearnedComponent> regularisers = new LinkedHashMap<>();

  /** Adds the parameters of an architecture's regularisers to the model. */
  Penalties(ModelBlock model, Architecture architecture, ModelShape shape) {
    for (Regulariser regulariser : architecture.regularisers()) {
      regularisers.put(
          regulariser, new LearnedComponent(model, regulariser.parameters(shape), Map.of()));
    }
  }

  List<Parameter> parameters() {
    return regularisers.values().stream().flatMap(each -> each.all().stream()).toList();
  }

  /** Returns a hook that keeps the activations from which the penalties are computed. */
  public Capture capture() {
    Set<String> patterns = new LinkedHashSet<>();
    regularisers.keySet().forEach(regulariser -> patterns.addAll(regulariser.activations()));
    return Capture.of(patterns);
  }

  /**
   * Returns the sum of the weighted penalties, differentiable.
   *
   * @param seen the {@link #capture()} after a forward pass
   * @return a scalar, or null if the architecture has no regulariser
   */
  public NDArray of(Capture seen) {
    ForwardContext context = ForwardContext.direct(true, Hook.NONE);
    NDArray sum = null;
    for (Map.Entry<Regulariser, LearnedComponent> each : regularisers.entrySet()) {
      NDArray penalty = scalar(each.getKey(), seen, each.getValue().in(context));
      sum = sum == null ? penalty : sum.add(penalty);
    }
    return sum;
  }

  private static NDArray scalar(Regulariser regulariser, Capture seen, ParameterValues learned) {
    NDArray penalty = regulariser.penalty(seen, learned);
    if (penalty == null || penalty.size() != 1) {
      throw new IllegalArgumentException(
          "penalty(...) of %s must return one number, not %s"
              .formatted(
                  regulariser.term(), penalty == null ? "nothing" : "shape " + penalty.getShape()));
    } else if (penalty.getDataType() != DataType.FLOAT32) {
      // DJL turns a scalar times a Java number into a double, and its cast has no derivative
      throw new IllegalArgumentException(
          "penalty(...) of %s must return float32, not %s; write x.mul(Scalar.of(x, 0.1)) instead of x.mul(0.1)"
              .formatted(regulariser.term(), penalty.getDataType()));
    }
    return penalty;
  }
}
