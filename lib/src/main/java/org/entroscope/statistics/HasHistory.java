package org.entroscope.statistics;

import java.util.Map;

/**
 * Something with statistics of its heads over its training (Figure 5), and a name to show them
 * under.
 */
public interface HasHistory extends HasEntropy {

  /** Histories of the recorded statistics by name, entropy first; empty before the first step. */
  Map<String, HeadHistory> histories();

  /** The newest values by name: those that {@link #entropy()} and {@link #heads} return. */
  Map<String, HeadValues> newestValues();

  /** Head entropies over the training. */
  default HeadHistory history() {
    return histories().getOrDefault(HeadQuantity.ENTROPY, HeadHistory.empty());
  }

  /**
   * A statistic of the heads over the training.
   *
   * @throws IllegalArgumentException if it was not recorded; the message says what was
   */
  default HeadHistory history(String statistic) {
    return recorded(histories(), statistic);
  }

  /** Whether there are values: not if the first step failed. */
  default boolean hasEntropy() {
    return newestValues().containsKey(HeadQuantity.ENTROPY);
  }

  /**
   * The newest head entropies, L x H: on held-out data where the run was evaluated, else on a
   * training batch.
   *
   * @throws IllegalStateException if not one step was made
   */
  @Override
  default HeadValues entropy() {
    if (!hasEntropy()) {
      throw new IllegalStateException(name() + " has no entropies: not one step was made");
    }
    return newestValues().get(HeadQuantity.ENTROPY);
  }

  /**
   * The newest values of a statistic, L x H.
   *
   * @throws IllegalArgumentException if it was not recorded; the message says what was
   */
  default HeadValues heads(String statistic) {
    return recorded(newestValues(), statistic);
  }

  /**
   * How many heads lie in the four ranges of a statistic, up to the largest head (Figure 2a).
   *
   * @throws IllegalArgumentException if it was not recorded; the message says what was
   */
  default HeadDistribution distribution(String statistic) {
    return HeadDistribution.of(heads(statistic));
  }

  private <V> V recorded(Map<String, V> all, String statistic) {
    V found = all.get(statistic);
    if (found == null) {
      throw new IllegalArgumentException(
          "%s has no statistic '%s', only %s; record it with Experiment.record(...)"
              .formatted(name(), statistic, all.keySet()));
    }
    return found;
  }
}
