package org.entroscope.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.entroscope.engine.Autograd;
import org.entroscope.model.Gpt;
import org.entroscope.model.Hook;

/** Finds the first NaN or infinity of a step. */
final class FirstNonFinite {

  private FirstNonFinite() {}

  /**
   * Finds the origin of a loss that is not finite: repeats the forward pass and checks every
   * activation in order.
   *
   * @param hook the hook of the training
   * @return a text such as {@code layer.3.attention.scores in the forward pass}
   */
  static String behindLoss(Gpt gpt, Hook hook, NDArray tokens) {
    return inForward(gpt, hook, tokens)
        .map(FirstNonFinite::forward)
        .orElse("the loss, from finite logits");
  }

  /**
   * Finds the origin of a gradient that is not finite although the loss is. It checks activations
   * like {@link #behindLoss}. If all are finite, it checks the gradients in the order in which they
   * were computed.
   *
   * @param optimiser the optimiser, which has the gradients
   */
  static String behindGradient(Gpt gpt, AdamW optimiser, Hook hook, NDArray tokens) {
    return inForward(gpt, hook, tokens)
        .map(FirstNonFinite::forward)
        .or(() -> inGradients(gpt, optimiser).map(name -> "the gradient of " + name))
        .orElse("the gradient's norm, from finite gradients too large to square");
  }

  private static String forward(String name) {
    return name + " in the forward pass";
  }

  private static Optional<String> inForward(Gpt gpt, Hook hook, NDArray tokens) {
    List<String> found = new ArrayList<>();
    Hook watch =
        new Hook() {
          @Override
          public NDArray activation(String name, NDArray value) {
            if (found.isEmpty() && !isFinite(value)) {
              found.add(name);
            }
            return value;
          }

          @Override
          public void offer(String name, Supplier<NDArray> value) {
            activation(
                name, value.get()); // a regulariser may need entropies even if the logits do not
          }
        };
    try (Autograd none = Autograd.paused();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      gpt.forward(tokens, false, hook.and(watch));
    }
    return found.stream().findFirst();
  }

  private static Optional<String> inGradients(Gpt gpt, AdamW optimiser) {
    List<String> backwards = new ArrayList<>(gpt.namedParameters().keySet());
    Collections.reverse(backwards);
    try (NDManager manager = gpt.manager().newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Map<String, NDArray> gradients = optimiser.gradients(manager);
      return backwards.stream()
          .filter(name -> gradients.containsKey(name) && !isFinite(gradients.get(name)))
          .findFirst();
    }
  }

  private static boolean isFinite(NDArray array) {
    // the largest magnitude is NaN or infinite exactly if any element is
    return Float.isFinite(array.abs().max().getFloat());
  }
}
