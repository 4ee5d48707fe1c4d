package org.entroscope.statistics;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A statistic with one number per head, computed from an attention activation. Entropy (Eq. 5-7) is
 * the first of them; you can add your own:
 *
 * <pre>{@code
 * class LastKeyMass implements HeadStatistic {
 *   public String name() { return "mass on the newest key"; }
 *   public String unit() { return "share"; }
 *   public String activation() { return "attention.probabilities"; }
 *   public NDArray perQuery(NDArray p) { return p.get("..., -1"); }   // B H T T -> B H T
 * }
 * Experiment.of("SM").on(code).record(new LastKeyMass()).train();
 * }</pre>
 *
 * <p>The number of a head is the mean or the maximum over the queries and examples of a batch.
 * Statistics never contribute to the gradient.
 */
public interface HeadStatistic {

  /** Reduces the values of queries to one number per head. */
  enum Reduction {
    MEAN,
    MAX;

    /**
     * Returns one number per head, reduced over the examples of a batch and their queries.
     *
     * @param queries the values of the queries, (..., B, H, any number of queries)
     * @return the values of the heads, (..., H)
     */
    public NDArray perHead(NDArray queries) {
      int last = queries.getShape().dimension() - 1;
      NDArray byHead = queries.swapAxes(last - 2, last - 1); // ... H B queries
      byHead = byHead.reshape(byHead.getShape().slice(0, last - 1).add(-1));
      int[] axis = {last - 1};
      return this == MEAN ? byHead.mean(axis) : byHead.max(axis);
    }
  }

  /**
   * Returns the name for columns, legends and look-ups, which must be unique among the statistics
   * of a run.
   */
  String name();

  /** Returns the unit for axes, such as "nats" or "share"; empty for a plain number. */
  default String unit() {
    return "";
  }

  /**
   * Returns the name of the activation from which the statistic is computed, without the layer:
   * {@code attention.probabilities}, {@code attention.scores}, {@code attention.entropy} or another
   * activation with heads.
   */
  String activation();

  /**
   * Returns the value of every query.
   *
   * @param activation the activation, (B, H, T, ...)
   * @return the values of the queries, (B, H, any number of queries)
   */
  NDArray perQuery(NDArray activation);

  /** Returns the reduction of the values of queries to one number per head; the mean by default. */
  default Reduction reduction() {
    return Reduction.MEAN;
  }

  /**
   * Returns the smallest possible value, for colour scales; NaN if there is none. The default is 0.
   *
   * @param context the context length T
   */
  default double lower(int context) {
    return 0;
  }

  /**
   * Returns the largest possible value, for colour scales; NaN, the default, if there is none.
   *
   * @param context the context length T
   */
  default double upper(int context) {
    return Double.NaN;
  }

  /** Returns the quantity that the statistic measures for a context length. */
  default HeadQuantity quantity(int context) {
    return new HeadQuantity(name(), unit(), lower(context), upper(context));
  }

  /** Returns the attention entropy in nats (Eq. 5-7), which every run records. */
  static HeadStatistic entropy() {
    return HeadStatistics.ENTROPY;
  }

  /**
   * Returns the statistic of the largest attention score of all queries and examples, before the
   * softmax.
   */
  static HeadStatistic largestLogit() {
    return HeadStatistics.LARGEST_LOGIT;
  }

  /** Returns the statistic of the attention on the first token, the attention sink. */
  static HeadStatistic sinkMass() {
    return HeadStatistics.SINK_MASS;
  }

  /** Returns the statistic of the attention of every token on itself. */
  static HeadStatistic diagonalMass() {
    return HeadStatistics.DIAGONAL_MASS;
  }

  /**
   * Returns the statistic of the attention of every token except the first on the previous token.
   */
  static HeadStatistic previousTokenMass() {
    return HeadStatistics.PREVIOUS_TOKEN_MASS;
  }

  /**
   * Returns the statistic {@code exp(E)}, the number of equally attended keys that would give the
   * same entropy.
   */
  static HeadStatistic effectiveKeys() {
    return HeadStatistics.EFFECTIVE_KEYS;
  }

  /** Returns the statistics of this library, entropy first. */
  static List<HeadStatistic> all() {
    return HeadStatistics.ALL;
  }

  /**
   * Adds statistics to a list and leaves out those that it already contains.
   *
   * @throws IllegalArgumentException if two statistics of different classes have the same name
   */
  static List<HeadStatistic> together(List<HeadStatistic> known, HeadStatistic... more) {
    List<HeadStatistic> all = new ArrayList<>(known);
    for (HeadStatistic statistic : more) {
      Optional<HeadStatistic> same =
          all.stream().filter(other -> other.name().equals(statistic.name())).findFirst();
      if (same.isEmpty()) {
        all.add(statistic);
      } else if (same.get().getClass() != statistic.getClass()) {
        throw new IllegalArgumentException(
            "two statistics have the name '" + statistic.name() + "'");
      }
    }
    return List.copyOf(all);
  }
}
