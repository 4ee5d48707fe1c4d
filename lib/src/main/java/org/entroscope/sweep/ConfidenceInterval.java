package org.entroscope.sweep;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A 95% confidence interval over seeds.
 *
 * @param low lower end
 * @param high upper end
 */
public record ConfidenceInterval(double low, double high) {

  private static final double TAIL = 0.025;
  private static final ConfidenceInterval NONE = new ConfidenceInterval(Double.NaN, Double.NaN);

  /**
   * Student's t interval of the mean, which covers the true mean in 95% of the cases where values
   * are normally distributed, also with the few values of a handful of seeds. It is not cut at the
   * bounds of a measure: the interval of a share may begin below 0.
   *
   * @param values one per seed
   * @return NaN for fewer than two values, or where one is not finite
   */
  public static ConfidenceInterval ofMean(double[] values) {
    if (values.length < 2 || !Arrays.stream(values).allMatch(Double::isFinite)) {
      return NONE;
    }
    double t = new TDistribution(null, values.length - 1).inverseCumulativeProbability(1 - TAIL);
    double mean = StatUtils.mean(values);
    double margin = t * Math.sqrt(StatUtils.variance(values) / values.length);
    return new ConfidenceInterval(mean - margin, mean + margin);
  }

  /** The part of the interval where the measure can lie: a share lies between 0 and 1. */
  public ConfidenceInterval within(double least, double most) {
    // Math.max keeps a NaN, which is no interval
    return new ConfidenceInterval(Math.max(low, least), Math.min(high, most));
  }
}
