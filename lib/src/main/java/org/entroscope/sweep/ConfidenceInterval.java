package org.entroscope.sweep;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A 95% confidence interval over seeds.
 *
 * @param low the lower end
 * @param high the upper end
 */
public record ConfidenceInterval(double low, double high) {

  private static final double TAIL = 0.025;
  private static final ConfidenceInterval NONE = new ConfidenceInterval(Double.NaN, Double.NaN);

  /**
   * Computes Student's t interval of the mean. If the values are normally distributed, it covers
   * the true mean in 95% of all cases, however few the seeds. The interval is not clipped to the
   * range of the measure: the interval of a share may begin below 0.
   *
   * @param values one value per seed
   * @return the interval; both ends are NaN for fewer than two values or if a value is not finite
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

  /** Returns this interval clipped to the range of the measure, for example 0 to 1 for a share. */
  public ConfidenceInterval within(double least, double most) {
    // Math.max keeps a NaN, which means that there is no interval
    return new ConfidenceInterval(Math.max(low, least), Math.min(high, most));
  }
}
