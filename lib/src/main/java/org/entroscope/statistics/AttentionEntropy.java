package org.entroscope.statistics;

import ai.djl.ndarray.NDArray;
import org.entroscope.engine.Scalar;

/** Shannon entropy of attention, in nats, on the engine's arrays and differentiable (Eq. 5-7). */
public final class AttentionEntropy {

  private static final int[] LAST = {-1};

  /** Its exponential is the smallest normal number: added to a row's 1 it changes nothing. */
  private static final double LOWEST_EXPONENT = -87;

  private AttentionEntropy() {}

  /**
   * Entropy of every query by the closed form {@code E_i = logsumexp_j(s_ij) - sum_j a_ij s_ij}: no
   * logarithm of a probability, and exactly 0 for a one-hot row.
   *
   * @param scores attention logits s, any shape (..., T keys); masked keys hold a large negative
   *     number, not negative infinity
   * @param probabilities a, the softmax of the scores
   * @return entropies, shape (...)
   */
  public static NDArray ofScores(NDArray scores, NDArray probabilities) {
    // relative to the row's largest score nothing cancels, however large the scores
    NDArray relative = scores.sub(scores.stopGradient().max(LAST, true));
    // masked scores lie so far below that exp takes a path more than ten times as long
    NDArray visible = relative.maximum(Scalar.of(relative, LOWEST_EXPONENT));
    NDArray logSumExp = visible.exp().sum(LAST).log();
    return logSumExp.sub(probabilities.mul(relative).sum(LAST));
  }
}
