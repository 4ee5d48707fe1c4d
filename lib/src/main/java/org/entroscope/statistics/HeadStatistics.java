package org.entroscope.statistics;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * One of the library's statistics of attention heads.
 *
 * @param values the function that computes the value of every query
 * @param bound the largest value at a context length
 */
record HeadStatistics(
    String name,
    String unit,
    String activation,
    UnaryOperator<NDArray> values,
    Reduction reduction,
    double least,
    IntToDoubleFunction bound)
    implements HeadStatistic {

  static final HeadStatistic ENTROPY =
      mean(HeadQuantity.ENTROPY, "nats", "entropy", e -> e, EntropyBound::causal);

  static final HeadStatistic LARGEST_LOGIT =
      new HeadStatistics(
          "largest logit",
          "",
          "attention.scores",
          s -> s.max(new int[] {-1}),
          Reduction.MAX,
          Double.NaN,
          context -> Double.NaN);

  static final HeadStatistic SINK_MASS =
      mean("sink mass", "share", "probabilities", p -> p.get("..., 0"), context -> 1);

  static final HeadStatistic DIAGONAL_MASS =
      mean("diagonal mass", "share", "probabilities", p -> diagonal(p, 0), context -> 1);

  static final HeadStatistic PREVIOUS_TOKEN_MASS =
      mean("previous-token mass", "share", "probabilities", p -> diagonal(p, 1), context -> 1);

  static final HeadStatistic EFFECTIVE_KEYS =
      mean("effective keys", "keys", "entropy", NDArray::exp, context -> (context + 1) / 2.0);

  static final List<HeadStatistic> ALL =
      List.of(
          ENTROPY, LARGEST_LOGIT, SINK_MASS, DIAGONAL_MASS, PREVIOUS_TOKEN_MASS, EFFECTIVE_KEYS);

  private static HeadStatistics mean(
      String name,
      String unit,
      String activation,
      UnaryOperator<NDArray> values,
      IntToDoubleFunction bound) {
    return new HeadStatistics(
        name, unit, "attention." + activation, values, Reduction.MEAN, 0, bound);
  }

  /** Returns the weights of the keys that are a fixed number of positions before their queries. */
  private static NDArray diagonal(NDArray weights, int before) { // B H T T -> B H (T - before)
    long queries = weights.getShape().get(2);
    long keys = weights.getShape().get(3);
    NDArray flat = weights.reshape(weights.getShape().get(0), weights.getShape().get(1), -1);
    // consecutive elements (i, i - before) of the flattened matrix are keys + 1 apart
    return flat.get("..., {}:{}:{}", before * keys, queries * keys, keys + 1);
  }

  @Override
  public NDArray perQuery(NDArray activation) {
    return values.apply(activation);
  }

  @Override
  public double lower(int context) {
    return least;
  }

  @Override
  public double upper(int context) {
    return bound.applyAsDouble(context);
  }

  @Override
  public String toString() {
    return name;
  }
}
