package org.entroscope.model;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Chooses tokens according to a {@link Sampling}. */
final class Sampler {

  private final Sampling sampling;
  private final SplittableRandom random;

  Sampler(Sampling sampling) {
    this.sampling = sampling;
    random = new SplittableRandom(sampling.seed());
  }

  /**
   * Returns the next token.
   *
   * @param logits the logits of the whole vocabulary
   * @throws IllegalStateException if a logit is not a finite number
   */
  int next(float[] logits) {
    int best = 0;
    for (int i = 0; i < logits.length; i++) {
      if (!Float.isFinite(logits[i])) {
        throw new IllegalStateException(
            "the logit of token %d is %s: the model has diverged".formatted(i, logits[i]));
      }
      best = logits[i] > logits[best] ? i : best;
    }
    if (sampling.temperature() == 0 || sampling.top() == 1) {
      return best;
    }
    int[] candidates = candidates(logits);
    double[] weights = new double[candidates.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double relative = (double) logits[candidates[i]] - logits[best];
      weights[i] = Math.exp(relative / sampling.temperature());
      sum += weights[i];
    }
    double drawn = random.nextDouble() * sum;
    for (int i = 0; i < weights.length; i++) {
      drawn -= weights[i];
      if (drawn < 0) {
        return candidates[i];
      }
    }
    return best; // rounding left a remainder after the last weight
  }

  private int[] candidates(float[] logits) {
    IntStream all = IntStream.range(0, logits.length);
    if (sampling.top() >= logits.length) {
      return all.toArray();
    }
    Comparator<Integer> likely = Comparator.comparingDouble(i -> -logits[i]);
    return all.boxed().sorted(likely).limit(sampling.top()).mapToInt(i -> i).toArray();
  }
}
