package org.entroscope.statistics;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One number per head, computed from an attention activation. Entropy (Eq. 5-7) is the first of an
 * open set:
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
 * <p>The number of a head is the mean, or the largest, over the queries and examples of a batch.
 * Statistics never take part in the gradient.
 */
public interface HeadStatistic {

  /** How the values of queries become one number per head. */
  enum Reduction {
    MEAN,
    MAX;

    /**
     * One number per head, over the examples of a batch and their queries.
     *
     * @param queries (..., B, H, any number of queries)
     * @return (..., H)
     */
    public NDArray perHead(NDArray queries) {
      int last = queries.getShape().dimension() - 1;
      NDArray byHead = queries.swapAxes(last - 2, last - 1); // ... H B queries
      byHead = byHead.reshape(byHead.getShape().slice(0, last - 1).add(-1));
      int[] axis = {last - 1};
      return this == MEAN ? byHead.mean(axis) : byHead.max(axis);
    }
  }

  /** For columns, legends and look-ups; unique among the statistics of a run. */
  String name();

  /** For axes: "nats", "share"; empty for a plain number. */
  default String unit() {
    return "";
  }

  /**
   * The activation that it is computed from, without the layer: {@code attention.probabilities},
   * {@code attention.scores}, {@code attention.entropy} or another that has heads.
   */
  String activation();

  /**
   * The value of every query.
   *
   * @param activation (B, H, T, ...)
   * @return (B, H, any number of queries)
   */
  NDArray perQuery(NDArray activation);

  /** How the values of queries become one number per head; the mean by default. */
  default Reduction reduction() {
    return Reduction.MEAN;
  }

  /**
   * The smallest value it can have, for colour scales; 0 by default, NaN for none.
   *
   * @param context T
   */
  default double lower(int context) {
    return 0;
  }

  /**
   * The largest value it can have, for colour scales; NaN, for none, by default.
   *
   * @param context T
   */
  default double upper(int context) {
    return Double.NaN;
  }

  /** What the number measures, at a context length. */
  default HeadQuantity quantity(int context) {
    return new HeadQuantity(name(), unit(), lower(context), upper(context));
  }

  /** Attention entropy in nats (Eq. 5-7), which every run records. */
  static HeadStatistic entropy() {
    return HeadStatistics.ENTROPY;
  }

  /** The largest attention score of any query and example, before the softmax. */
  static HeadStatistic largestLogit() {
    return HeadStatistics.LARGEST_LOGIT;
  }

  /** Attention on the first token: the attention sink. */
  static HeadStatistic sinkMass() {
    return HeadStatistics.SINK_MASS;
  }

  /** Attention of every token on itself. */
  static HeadStatistic diagonalMass() {
    return HeadStatistics.DIAGONAL_MASS;
  }

  /** Attention of every token but the first on the one before it. */
  static HeadStatistic previousTokenMass() {
    return HeadStatistics.PREVIOUS_TOKEN_MASS;
  }

  /** {@code exp(E)}: how many keys a query would attend to if it attended to them equally. */
  static HeadStatistic effectiveKeys() {
    return HeadStatistics.EFFECTIVE_KEYS;
  }

  /** The statistics of this library, entropy first. */
  static List<HeadStatistic> all() {
    return HeadStatistics.ALL;
  }

  /**
   * Statistics and more of them, without those that are there already.
   *
   * @throws IllegalArgumentException if two of different classes have the same name
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
