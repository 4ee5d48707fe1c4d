package org.entroscope.sweep;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * A 95% confidence interval over seeds.
 *
 * @param low lower end
 * @param high upper end
 */
public record ConfidenceInterval(double low, double high) {

  /** Samples that a bootstrap draws. */
  public static final int SAMPLES = 10_000;

  private static final long SEED = 20_250_103;
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

  /**
   * A percentile interval by resampling, for statistics that have no interval in closed form. With
   * few rows it is narrower than it should be: of the mean of three normal values it covers 75% in
   * place of 95%, of five 84%. Always the same for the same rows.
   *
   * @param rows how many rows there are
   * @param statistic of rows drawn with replacement, by their numbers; a NaN is left out
   */
  static ConfidenceInterval bootstrap(int rows, ToDoubleFunction<int[]> statistic) {
    if (rows < 2) {
      return NONE;
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] drawn = new double[SAMPLES];
    int[] sample = new int[rows];
    for (int i = 0; i < SAMPLES; i++) {
      for (int row = 0; row < rows; row++) {
        sample[row] = random.nextInt(rows);
      }
      drawn[i] = statistic.applyAsDouble(sample);
    }
    double[] known = Arrays.stream(drawn).filter(value -> !Double.isNaN(value)).toArray();
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(known);
    return new ConfidenceInterval(
        percentile.evaluate(100 * TAIL), percentile.evaluate(100 * (1 - TAIL)));
  }
}
