package org.entroscope.sweep;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Student's one-sided t test of a mean over seeds. It agrees with {@link
 * ConfidenceInterval#ofMean}: a 95% interval excludes a limit if and only if one of the two
 * one-sided p-values is below 0.025.
 */
public final class TTest {

  private TTest() {}

  /**
   * Computes the p-value of the claim that a mean is greater than a limit: the probability of a
   * mean at least as large if the true mean were equal to the limit.
   *
   * @param mean the mean of the sample
   * @param deviation the standard deviation of the sample
   * @param seeds the size of the sample
   * @param limit the value that the mean is compared with
   * @return the p-value; NaN for fewer than two seeds or a mean that is not finite
   */
  public static double pValueGreater(double mean, double deviation, int seeds, double limit) {
    if (seeds < 2 || !Double.isFinite(mean)) {
      return Double.NaN;
    }
    if (deviation == 0) {
      return mean > limit ? 0 : mean < limit ? 1 : 0.5;
    }
    double t = (mean - limit) / (deviation / Math.sqrt(seeds));
    return new TDistribution(null, seeds - 1).cumulativeProbability(-t);
  }
}
