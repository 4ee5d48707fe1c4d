package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.loss.Loss;
import org.entroscope.engine.TorchScript;

/**
 * The mean cross entropy L_CE (Algorithm 1) in nats of predicting each token from the tokens before
 * it. An example of T tokens has T - 1 predictions; the logits at the last position are not used.
 *
 * <p>It is also a DJL loss, whose labels are the input tokens.
 */
public final class NextTokenLoss extends Loss {

  /** The largest number of logits that an evaluation keeps at a time: 32 MB. */
  private static final long LARGEST_LOGITS = 1 << 23;

  // the last position is ignored: shifting the few tokens avoids a copy of the many logits;
  // 4 is PyTorch's code for int64
  private static final TorchScript CROSS_ENTROPY =
      TorchScript.shared(
          """
          def loss(self, logits: Tensor, tokens: Tensor) -> Tensor:
            next = torch.to(torch.slice(tokens, 1, 1), 4)
            targets = torch.flatten(torch.constant_pad_nd(next, [0, 1], -100))
            return torch.cross_entropy_loss(torch.flatten(logits, 0, 1), targets, None, 1, -100, 0.)
          """);

  /** Creates the loss with its usual name. */
  public NextTokenLoss() {
    super("NextTokenLoss");
  }

  /**
   * Returns the loss of a batch.
   *
   * @param logits (B, T, V)
   * @param tokens (B, T), any integer type
   * @return a scalar
   */
  public static NDArray of(NDArray logits, NDArray tokens) {
    return CROSS_ENTROPY.differentiable("loss", logits, tokens);
  }

  /**
   * Returns the loss of a model on a batch, without a gradient. If the vocabulary is large and no
   * hook uses the logits, they are computed for some positions at a time. The logits of GPT-2 on
   * 1,024 tokens take 200 MB.
   *
   * @param tokens (B, T), any integer type
   * @param hook a hook that observes or changes the pass
   */
  public static double of(Gpt gpt, NDArray tokens, Hook hook) {
    ForwardContext context = ForwardContext.direct(false, hook);
    NDArray states = gpt.lastStates(tokens, context); // B T d
    long batch = states.getShape().get(0);
    long length = states.getShape().get(1);
    long step = Math.max(1, LARGEST_LOGITS / (batch * gpt.shape().vocabulary()));
    if (step >= length || context.access("logits") != Hook.Access.NONE) {
      return of(gpt.logits(states, context), tokens).getFloat();
    }
    NDArray targets = tokens.toType(DataType.INT64, false).expandDims(2); // B T 1
    double sum = 0;
    for (long from = 0; from < length - 1; from += step) {
      long to = Math.min(length - 1, from + step);
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray logits = gpt.logits(states.get(":, {}:{}", from, to), context);
        NDArray next = targets.get(":, {}:{}", from + 1, to + 1);
        sum -= logits.logSoftmax(-1).gather(next, 2).sum().getFloat();
      }
    }
    return sum / (batch * (length - 1));
  }

  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    return of(predictions.get(0), labels.get(0));
  }
}
