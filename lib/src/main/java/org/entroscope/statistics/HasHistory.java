package org.entroscope.statistics;

import java.util.Map;

/**
 * An object with statistics of its heads over its training (Figure 5) and a name for figures and
 * tables.
 */
public interface HasHistory extends HasEntropy {

  /**
   * Returns the histories of the recorded statistics by name, entropy first; empty before the first
   * step.
   */
  Map<String, HeadHistory> histories();

  /** Returns the newest values by name, which {@link #entropy()} and {@link #heads} read. */
  Map<String, HeadValues> newestValues();

  /** Returns the head entropies over the training. */
  default HeadHistory history() {
    return histories().getOrDefault(HeadQuantity.ENTROPY, HeadHistory.empty());
  }

  /**
   * Returns a statistic of the heads over the training.
   *
   * @throws IllegalArgumentException if it was not recorded; the message lists the recorded
   *     statistics
   */
  default HeadHistory history(String statistic) {
    return recorded(histories(), statistic);
  }

  /** Returns whether there are values; there are none if the first step failed. */
  default boolean hasEntropy() {
    return newestValues().containsKey(HeadQuantity.ENTROPY);
  }

  /**
   * Returns the newest head entropies, L x H. They are measured on held-out data if the run was
   * evaluated, otherwise on a training batch.
   *
   * @throws IllegalStateException if no training step was made
   */
  @Override
  default HeadValues entropy() {
    if (!hasEntropy()) {
      throw new IllegalStateException(name() + " has no entropies: no training step was made");
    }
    return newestValues().get(HeadQuantity.ENTROPY);
  }

  /**
   * Returns the newest values of a statistic, L x H.
   *
   * @throws IllegalArgumentException if it was not recorded; the message lists the recorded
   *     statistics
   */
  default HeadValues heads(String statistic) {
    return recorded(newestValues(), statistic);
  }

  /**
   * Returns how many heads are in each of the four ranges of a statistic, up to the largest head
   * (Figure 2a).
   *
   * @throws IllegalArgumentException if it was not recorded; the message lists the recorded
   *     statistics
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
