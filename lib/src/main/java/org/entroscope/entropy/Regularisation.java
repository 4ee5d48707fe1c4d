package org.entroscope.entropy;

/**
 * The settings of the entropy regulariser (Section 4, Algorithm 1).
 *
 * @param reduction how deviations become one number
 * @param lambda weight of the penalty in the loss, for that reduction
 * @param tolerance gamma in [0, 1]: deviations up to {@code gamma E_max} cost nothing
 * @param thresholdStart where the learned thresholds theta start, as a share of E_max in [0, 1]
 * @param thresholdRate multiplies the learning rate for the thresholds; 0 keeps them where they are
 */
public record Regularisation(
    Reduction reduction,
    double lambda,
    double tolerance,
    double thresholdStart,
    double thresholdRate) {

  /** How the deviations of queries, examples, heads and layers become one number. */
  public enum Reduction {
    /** Algorithm 1: the deviation of a head's mean entropy, squared, averaged over all heads. */
    ALGORITHM_1,
    /**
     * The authors' code: the deviation of every query of every example, squared and summed over
     * both, then averaged over all heads.
     */
    AUTHORS_SUM
  }

  /** The paper's values for CodeParrot: the authors' sum, lambda 1e-5, gamma 0.2. */
  public static final Regularisation PAPER =
      new Regularisation(Reduction.AUTHORS_SUM, 1e-5, 0.2, 0.5, 1);

  /** Checks the ranges. */
  public Regularisation {
    within("lambda", lambda, 0, Double.MAX_VALUE);
    within("the tolerance gamma", tolerance, 0, 1);
    within("thresholdStart", thresholdStart, 0, 1);
    within("thresholdRate", thresholdRate, 0, Double.MAX_VALUE);
  }

  private static void within(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name
              + (high < Double.MAX_VALUE
                  ? " must lie in [%s, %s]".formatted(low, high)
                  : " must be a number of at least " + low)
              + ", not "
              + value);
    }
  }

  /**
   * The same strength under the other reduction. A sum over B x T deviations is B x T times their
   * mean, so {@code lambda_mean = lambda_sum B T}. The two penalties are equal where all queries of
   * a head deviate alike; otherwise the sum is the larger one, by the variance of the deviations,
   * and the tolerance applies to other quantities.
   *
   * @param other the reduction wanted
   * @param batch B, examples in a batch
   * @param context T, tokens in an example
   */
  public Regularisation as(Reduction other, int batch, int context) {
    if (other == reduction) {
      return this;
    }
    double factor = (double) batch * context;
    double converted = other == Reduction.ALGORITHM_1 ? lambda * factor : lambda / factor;
    return new Regularisation(other, converted, tolerance, thresholdStart, thresholdRate);
  }

  public Regularisation withLambda(double lambda) {
    return new Regularisation(reduction, lambda, tolerance, thresholdStart, thresholdRate);
  }

  public Regularisation withTolerance(double tolerance) {
    return new Regularisation(reduction, lambda, tolerance, thresholdStart, thresholdRate);
  }

  public Regularisation withThresholds(double start, double rate) {
    return new Regularisation(reduction, lambda, tolerance, start, rate);
  }
}
