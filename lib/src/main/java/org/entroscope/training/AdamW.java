package org.entroscope.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.engine.TorchScript;

/**
 * AdamW with parameter groups, in one fused kernel for each group. Moments are open to reading and
 * writing, so that a run can be resumed.
 */
final class AdamW implements AutoCloseable {

  /**
   * Parameters that are updated alike.
   *
   * @param learningRateFactor multiplies the schedule's learning rate
   * @param weightDecay decoupled weight decay
   */
  record Group(List<Parameter> parameters, double learningRateFactor, double weightDecay) {}

  private static final String KERNELS =
      """
      def norm(self, gradients: List[Tensor]) -> Tensor:
        return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2)), 2)
      def zero(self, gradients: List[Tensor]) -> Tensor:
        torch._foreach_zero_(gradients)
        return gradients[0]
      def step(self, parameters: List[Tensor], gradients: List[Tensor], mean: List[Tensor],
               square: List[Tensor], steps: List[Tensor], divisor: Tensor, lr: float,
               beta1: float, beta2: float, decay: float, eps: float) -> Tensor:
        none = annotate(List[Tensor], [])
        torch._foreach_add_(steps, 1)
        torch._fused_adamw_(parameters, gradients, mean, square, none, steps, lr=lr, beta1=beta1,
            beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False,
            grad_scale=divisor)
        return divisor
      """;

  private final List<State> states = new ArrayList<>();
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final NDManager manager;
  private final TorchScript kernels;

  private record State(
      Group group,
      List<NDArray> parameters,
      List<NDArray> means,
      List<NDArray> squares,
      List<NDArray> steps) {}

  AdamW(NDManager parent, List<Group> groups, double beta1, double beta2, double epsilon) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    manager = parent.newSubManager();
    kernels = TorchScript.compile(manager, KERNELS);
    for (Group group : groups) {
      List<NDArray> parameters = group.parameters().stream().map(Parameter::getArray).toList();
      states.add(
          new State(
              group,
              parameters,
              parameters.stream().map(this::zeros).toList(),
              parameters.stream().map(this::zeros).toList(),
              parameters.stream()
                  .map(p -> manager.zeros(new ai.djl.ndarray.types.Shape()))
                  .toList()));
    }
  }

  private NDArray zeros(NDArray like) {
    NDArray zeros = like.zerosLike();
    zeros.attach(manager);
    return zeros;
  }

  /** Euclidean norm of the gradients of all groups. */
  double gradientNorm() {
    return kernels.call("norm", gradients()).get(0).getFloat();
  }

  private List<NDArray> gradients() {
    return states.stream().flatMap(s -> s.parameters().stream()).map(NDArray::getGradient).toList();
  }

  void step(double learningRate, double divisor) {
    NDArray scale = manager.create((float) divisor);
    for (State s : states) {
      kernels.call(
          "step",
          s.parameters(),
          s.parameters().stream().map(NDArray::getGradient).toList(),
          s.means(),
          s.squares(),
          s.steps(),
          scale,
          learningRate * s.group().learningRateFactor(),
          beta1,
          beta2,
          s.group().weightDecay(),
          epsilon);
    }
  }

  void zeroGradients() {
    kernels.call("zero", gradients());
  }

  @Override
  public void close() {
    kernels.close();
    manager.close();
  }
}
