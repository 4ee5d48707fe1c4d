package org.entroscope.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.entroscope.engine.TorchScript;
import org.entroscope.runs.TrainingPlan;

/**
 * AdamW with parameter groups (Loshchilov and Hutter, arXiv 1711.05101), with one fused kernel per
 * group. Clipping needs no separate pass, because the kernel divides the gradients as it reads
 * them.
 */
final class AdamW implements AutoCloseable {

  /**
   * Parameters that are updated with the same settings.
   *
   * @param parameters the parameters; each must have a gradient when {@link #step} is called
   * @param rateFactor the factor on the learning rate
   * @param weightDecay decoupled weight decay
   */
  record Group(List<Parameter> parameters, double rateFactor, double weightDecay) {}

  // the lists are arguments, because changes to a list that a script builds are removed as dead
  // code
  private static final String KERNELS =
      """
      def norm(self, gradients: List[Tensor]) -> Tensor:
        return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2)), 2)
      def zero(self, gradients: List[Tensor]) -> Tensor:
        torch._foreach_zero_(gradients)
        return gradients[0]
      def step(self, parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor],
               squares: List[Tensor], counts: List[Tensor], divisor: Tensor, lr: float,
               beta1: float, beta2: float, decay: float, eps: float) -> Tensor:
        none = annotate(List[Tensor], [])
        torch._foreach_add_(counts, 1)
        torch._fused_adamw_(parameters, gradients, means, squares, none, counts, lr=lr,
            beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False,
            grad_scale=divisor)
        return divisor
      """;

  private final TrainingPlan plan;
  private final NDManager manager;
  private final TorchScript kernels;
  private final List<State> states = new ArrayList<>();

  /** A group with its moments and step counts. */
  private record State(
      Group group,
      List<NDArray> parameters,
      List<NDArray> means,
      List<NDArray> squares,
      List<NDArray> counts) {

    List<NDArray> gradients() {
      return parameters.stream().map(NDArray::getGradient).toList();
    }
  }

  AdamW(NDManager parent, List<Group> groups, TrainingPlan plan) {
    this.plan = plan;
    manager = parent.newSubManager();
    kernels = TorchScript.compile(manager, KERNELS);
    for (Group group : groups) {
      List<NDArray> parameters = group.parameters().stream().map(Parameter::getArray).toList();
      Function<NDArray, NDArray> zeros = p -> manager.zeros(p.getShape(), p.getDataType());
      states.add(
          new State(
              group,
              parameters,
              parameters.stream().map(zeros).toList(),
              parameters.stream().map(zeros).toList(),
              parameters.stream().map(p -> manager.zeros(new Shape())).toList()));
    }
  }

  /**
   * Returns the Euclidean norm of all gradients together as a scalar on the device. The caller's
   * scope closes it.
   */
  NDArray gradientNorm() {
    List<NDArray> all = states.stream().flatMap(s -> s.gradients().stream()).toList();
    return kernels.call("norm", all).get(0);
  }

  /**
   * Makes one step and then sets the gradients to zero.
   *
   * @param learningRate the learning rate of groups whose factor is 1
   * @param divisor the divisor of the gradients; more than 1 if they are clipped or the loss was
   *     scaled
   */
  void step(double learningRate, double divisor) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray scale = manager.full(new Shape(), (float) divisor);
      states.forEach(state -> step(state, learningRate, scale));
    }
  }

  private void step(State state, double learningRate, NDArray scale) {
    List<NDArray> gradients = state.gradients();
    kernels.call(
        "step",
        state.parameters,
        gradients,
        state.means,
        state.squares,
        state.counts,
        scale,
        learningRate * state.group.rateFactor(),
        plan.beta1(),
        plan.beta2(),
        state.group.weightDecay(),
        plan.epsilon());
    kernels.call("zero", gradients);
  }

  /** Sets the gradients to zero without a step. */
  void skip() {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      states.forEach(state -> kernels.call("zero", state.gradients()));
    }
  }

  /**
   * Returns the first and second moments. Their names are the parameters' names after {@code mean.}
   * and {@code square.}.
   */
  Map<String, NDArray> moments() {
    Map<String, NDArray> moments = new LinkedHashMap<>();
    for (State state : states) {
      for (int i = 0; i < state.parameters.size(); i++) {
        String name = state.group.parameters().get(i).getName();
        moments.put("mean." + name, state.means.get(i));
        moments.put("square." + name, state.squares.get(i));
      }
    }
    return moments;
  }

  /** Sets the number of completed steps after moments were restored. */
  void resumeAfter(int steps) {
    states.forEach(state -> state.counts.forEach(count -> count.muli(0).addi(steps)));
  }

  @Override
  public void close() {
    kernels.close();
    manager.close();
  }
}
