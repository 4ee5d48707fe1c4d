package org.entroscope.statistics;

import ai.djl.ndarray.NDArray;
import org.entroscope.engine.Scalar;

/**
 * Computes the Shannon entropy of attention in nats on the engine's arrays, differentiably (Eq.
 * 5-7).
 */
public final class AttentionEntropy {

  private static final int[] LAST = {-1};

  /**
   * The lowest exponent of a relative score. Its exponential is close to the smallest normal
   * number, so it does not change a row's sum, which is at least 1.
   */
  private static final double LOWEST_EXPONENT = -87;

  private AttentionEntropy() {}

  /**
   * Returns the entropy of every query by the closed form {@code E_i = logsumexp_j(s_ij) - sum_j
   * a_ij s_ij}. It needs no logarithm of a probability and is exactly 0 for a one-hot row.
   *
   * @param scores the attention logits s, of any shape (..., T keys); masked keys have a large
   *     negative number, not negative infinity
   * @param probabilities the probabilities a, which are the softmax of the scores
   * @return the entropies, of shape (...)
   */
  public static NDArray ofScores(NDArray scores, NDArray probabilities) {
    // relative to the row's largest score, nothing cancels even if the scores are large
    NDArray relative = scores.sub(scores.stopGradient().max(LAST, true));
    // masked scores are so low that exp would take more than ten times as long for them
    NDArray visible = relative.maximum(Scalar.of(relative, LOWEST_EXPONENT));
    NDArray logSumExp = visible.exp().sum(LAST).log();
    return logSumExp.sub(probabilities.mul(relative).sum(LAST));
  }
}
