package org.entroscope.sweep;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Student's one-sided t test of a mean over seeds. It agrees with {@link
 * ConfidenceInterval#ofMean}: a 95% interval excludes a limit exactly where one of the two
 * one-sided p-values is below 0.025.
 */
public final class TTest {

  private TTest() {}

  /**
   * The p-value of a mean that is claimed to be greater than a limit: the probability of a mean at
   * least as large if the true mean were the limit.
   *
   * @param mean of a sample
   * @param deviation standard deviation of the sample
   * @param seeds size of the sample
   * @param limit what the mean is compared with
   * @return NaN for fewer than two seeds or a mean that is not finite
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
