package org.entroscope.statistics;

/** Computes the largest entropies that attention can have, in nats (Section 2 of the paper). */
public final class EntropyBound {

  private EntropyBound() {}

  /**
   * Returns {@code E_max = ln T}, the entropy of a row that is uniform over all T keys.
   *
   * @param context the context length T, at least 1
   */
  public static double maximum(int context) {
    return Math.log(positive(context));
  }

  /**
   * Returns {@code (1/T) sum_i ln(i+1) = ln(T!)/T}, the entropy of a head that is uniform under the
   * causal mask, where query i sees i+1 keys. No causal head can have a larger mean over its
   * queries. For T=128 the bound is 3.878, while ln T is 4.852.
   *
   * @param context the context length T, at least 1
   */
  public static double causal(int context) {
    positive(context);
    double sum = 0;
    for (int query = 0; query < context; query++) {
      sum += causalQuery(query);
    }
    return sum / context;
  }

  /**
   * Returns {@code ln(i+1)}, the bound of one query under the causal mask.
   *
   * @param query the query i, counted from 0
   */
  public static double causalQuery(int query) {
    if (query < 0) {
      throw new IllegalArgumentException("query counts from 0, so it cannot be " + query);
    }
    return Math.log(query + 1.0);
  }

  private static int positive(int context) {
    if (context < 1) {
      throw new IllegalArgumentException("context must be at least 1, not " + context);
    }
    return context;
  }
}
