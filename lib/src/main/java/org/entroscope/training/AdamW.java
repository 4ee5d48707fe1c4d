package org.entroscope.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.entroscope.engine.TensorList;
import org.entroscope.engine.TorchScript;
import org.entroscope.runs.TrainingPlan;

/**
 * AdamW with parameter groups (Loshchilov and Hutter, arXiv 1711.05101), with one fused kernel per
 * group. Clipping needs no separate pass, because the kernel divides the gradients as it reads
 * them.
 *
 * <p>The optimiser computes the gradients itself and forgets them after each step. PyTorch's {@code
 * backward} would add them to arrays that a step has to set to zero, which takes three more passes
 * over as much memory as the parameters have.
 */
final class AdamW implements AutoCloseable {

  /**
   * Parameters that are updated with the same settings.
   *
   * @param parameters the parameters
   * @param rateFactor the factor on the learning rate
   * @param weightDecay decoupled weight decay
   */
  record Group(List<Parameter> parameters, double rateFactor, double weightDecay) {}

  // the lists that change are arguments, because changes to a list that a script builds are removed
  // as dead code
  private static final String KERNELS =
      """
      def gradients(self, loss: Tensor, parameters: List[Tensor]) -> List[Tensor]:
        found = torch.grad([loss], parameters, None, None, False, True)
        all = annotate(List[Tensor], [])
        for i in range(torch.len(found)):
          if torch.__is__(found[i], None):
            gradient = torch.zeros_like(parameters[i])
          else:
            gradient = unchecked_cast(Tensor, found[i])
          _0 = torch.append(all, gradient)
        return all
      def add(self, sums: List[Tensor], gradients: List[Tensor]) -> Tensor:
        torch._foreach_add_(sums, gradients)
        return sums[0]
      def norm(self, gradients: List[Tensor]) -> Tensor:
        return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2)), 2)
      def step(self, gradients: List[Tensor], begin: int, end: int, parameters: List[Tensor],
               means: List[Tensor], squares: List[Tensor], counts: List[Tensor], divisor: float,
               lr: float, beta1: float, beta2: float, decay: float, eps: float) -> Tensor:
        own = torch.slice(gradients, begin, end)
        none = annotate(List[Tensor], [])
        scale = torch.full([], divisor, dtype=6, layout=None, device=ops.prim.device(own[0]))
        torch._foreach_add_(counts, 1)
        torch._fused_adamw_(parameters, own, means, squares, none, counts, lr=lr,
            beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False,
            grad_scale=scale)
        return scale
      """;

  private final TrainingPlan plan;
  private final NDManager manager;
  private final TorchScript kernels;
  private final List<State> states = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final TensorList arrays;
  private TensorList gradients;

  /** A group with its moments and step counts. */
  private static final class State implements AutoCloseable {

    private final Group group;
    private final List<NDArray> means;
    private final List<NDArray> squares;
    private final List<NDArray> counts;
    private final List<TensorList> lists;

    State(Group group, NDManager manager) {
      this.group = group;
      List<NDArray> arrays = AdamW.arrays(group.parameters());
      Function<NDArray, NDArray> zeros = p -> manager.zeros(p.getShape(), p.getDataType());
      means = arrays.stream().map(zeros).toList();
      squares = arrays.stream().map(zeros).toList();
      counts = arrays.stream().map(p -> manager.zeros(new Shape())).toList();
      lists = Stream.of(arrays, means, squares, counts).map(TensorList::of).toList();
    }

    @Override
    public void close() {
      lists.forEach(TensorList::close);
    }
  }

  AdamW(NDManager parent, List<Group> groups, TrainingPlan plan) {
    this.plan = plan;
    manager = parent.newSubManager();
    kernels = TorchScript.compile(manager, KERNELS);
    for (Group group : groups) {
      states.add(new State(group, manager));
      parameters.addAll(group.parameters());
    }
    arrays = TensorList.of(arrays(parameters));
  }

  private static List<NDArray> arrays(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::getArray).toList();
  }

  /**
   * Adds the gradient of a loss to those since the last step. A parameter that the loss does not
   * depend on has the gradient zero.
   *
   * @param loss a scalar whose operations were recorded
   */
  void addGradient(NDArray loss) {
    TensorList added = kernels.list("gradients", loss, arrays);
    if (gradients == null) {
      gradients = added;
      return;
    }
    try (added) {
      kernels.call("add", gradients, added).close();
    }
  }

  /**
   * Returns the Euclidean norm of all gradients together as a scalar on the device. The caller's
   * scope closes it.
   *
   * @throws IllegalStateException if there are no gradients
   */
  NDArray gradientNorm() {
    return kernels.call("norm", gradients()).get(0);
  }

  /**
   * Returns the gradients by the names of their parameters.
   *
   * @param owner the manager of the arrays
   * @throws IllegalStateException if there are none
   */
  Map<String, NDArray> gradients(NDManager owner) {
    List<NDArray> values = gradients().arrays(owner);
    Map<String, NDArray> named = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      named.put(parameters.get(i).getName(), values.get(i));
    }
    return named;
  }

  private TensorList gradients() {
    if (gradients == null) {
      throw new IllegalStateException("there are no gradients since the last step");
    }
    return gradients;
  }

  /**
   * Makes one step and forgets the gradients.
   *
   * @param learningRate the learning rate of groups whose factor is 1
   * @param divisor the divisor of the gradients; more than 1 if they are clipped or the loss was
   *     scaled
   * @throws IllegalStateException if there are no gradients
   */
  void step(double learningRate, double divisor) {
    long begin = 0;
    for (State state : states) {
      long end = begin + state.means.size();
      step(state, begin, end, learningRate, divisor);
      begin = end;
    }
    skip();
  }

  private void step(State state, long begin, long end, double learningRate, double divisor) {
    kernels
        .call(
            "step",
            gradients(),
            begin,
            end,
            state.lists.get(0),
            state.lists.get(1),
            state.lists.get(2),
            state.lists.get(3),
            divisor,
            learningRate * state.group.rateFactor(),
            plan.beta1(),
            plan.beta2(),
            state.group.weightDecay(),
            plan.epsilon())
        .close();
  }

  /** Forgets the gradients without a step. */
  void skip() {
    if (gradients != null) {
      gradients.close();
      gradients = null;
    }
  }

  /**
   * Returns the first and second moments. Their names are the parameters' names after {@code mean.}
   * and {@code square.}.
   */
  Map<String, NDArray> moments() {
    Map<String, NDArray> moments = new LinkedHashMap<>();
    for (State state : states) {
      for (int i = 0; i < state.means.size(); i++) {
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
    skip();
    arrays.close();
    states.forEach(State::close);
    kernels.close();
    manager.close();
  }
}
