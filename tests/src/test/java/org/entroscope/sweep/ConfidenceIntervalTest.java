package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfidenceIntervalTest {

  private static final ConfidenceInterval NONE = new ConfidenceInterval(Double.NaN, Double.NaN);

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10})
  void theIntervalOfFewNormalValuesCoversTheirMeanIn95PercentOfCases(int seeds) {
    Random random = new Random(seeds);
    int trials = 20_000;
    int covered = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] values = random.doubles(seeds).map(u -> 7 + 2 * random.nextGaussian()).toArray();
      ConfidenceInterval interval = ConfidenceInterval.ofMean(values);
      covered += interval.low() <= 7 && 7 <= interval.high() ? 1 : 0;
    }
    // five standard deviations of a share of 0.95 in 20,000 trials
    assertEquals(0.95, covered / (double) trials, 0.008);
  }

  @Test
  void theIntervalIsThatOfTheTables() {
    // mean 3, standard deviation 1, and 4.303 and 12.706 are t's 97.5th percentiles of 2 and 1
    ConfidenceInterval three = ConfidenceInterval.ofMean(new double[] {2, 3, 4});
    assertEquals(3 - 4.3026527 / Math.sqrt(3), three.low(), 1e-6);
    assertEquals(3 + 4.3026527 / Math.sqrt(3), three.high(), 1e-6);
    ConfidenceInterval two = ConfidenceInterval.ofMean(new double[] {4, 3});
    assertEquals(3.5 - 12.7062047 / 2, two.low(), 1e-6);
  }

  @Test
  void oneValueHasNoIntervalAndNeitherHasAnInfiniteOne() {
    assertEquals(NONE, ConfidenceInterval.ofMean(new double[] {1}));
    assertEquals(NONE, ConfidenceInterval.ofMean(new double[] {1, 2, Double.POSITIVE_INFINITY}));
    assertEquals(NONE, ConfidenceInterval.bootstrap(1, rows -> 1));
  }

  @Test
  void equalValuesHaveAnIntervalOfOnePoint() {
    assertEquals(new ConfidenceInterval(2, 2), ConfidenceInterval.ofMean(new double[] {2, 2, 2}));
  }

  private static ToDoubleFunction<int[]> meanOf(double... values) {
    return rows -> Arrays.stream(rows).mapToDouble(row -> values[row]).average().orElseThrow();
  }

  @Test
  void theBootstrapOfThreeRowsIsThatOfTheirTwentySevenSamples() {
    // 1/27 = 3.7% of the samples are the smallest value three times, more than the 2.5% sought
    assertEquals(new ConfidenceInterval(1, 9), ConfidenceInterval.bootstrap(3, meanOf(1, 5, 9)));
  }

  @Test
  void theBootstrapOfFiveRowsIsThatOfTheirSamplesCountedOut() {
    double[] values = {1, 2, 4, 8, 16};
    double[] means = new double[3125];
    for (int sample = 0; sample < means.length; sample++) {
      int rest = sample;
      for (int i = 0; i < values.length; i++, rest /= 5) {
        means[sample] += values[rest % 5] / 5;
      }
    }
    Arrays.sort(means);
    ConfidenceInterval interval = ConfidenceInterval.bootstrap(5, meanOf(values));
    // between the percentiles on both sides: 10,000 samples are off by 0.3% (two deviations)
    assertTrue(interval.low() >= means[(int) (0.022 * 3125)]);
    assertTrue(interval.low() <= means[(int) (0.028 * 3125)]);
    assertTrue(interval.high() >= means[(int) (0.972 * 3125)]);
    assertTrue(interval.high() <= means[(int) (0.978 * 3125)]);
  }

  @Test
  void theDeviationIsThatOfASample() {
    assertEquals(Math.sqrt(32.0 / 7), MeanColumns.deviation(new double[] {2, 4, 4, 4, 5, 5, 7, 9}));
    assertTrue(Double.isNaN(MeanColumns.deviation(new double[] {2})));
  }
}
