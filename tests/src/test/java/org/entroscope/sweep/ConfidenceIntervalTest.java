package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
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
    // the tolerance is five standard deviations of a share of 0.95 in 20,000 trials
    assertEquals(0.95, covered / (double) trials, 0.008);
  }

  @Test
  void theIntervalIsThatOfTheTables() {
    // the mean is 3, the standard deviation is 1, and the 97.5th percentiles of t with 2 and 1
    // degrees of freedom are 4.303 and 12.706
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
  }

  @Test
  void equalValuesHaveAnIntervalOfOnePoint() {
    assertEquals(new ConfidenceInterval(2, 2), ConfidenceInterval.ofMean(new double[] {2, 2, 2}));
  }

  /** A claim is decided by p-values and drawn with intervals. The two must agree. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10})
  void theIntervalExcludesALimitExactlyWhereTheTestDoes(int seeds) {
    Random random = new Random(seeds);
    int excluded = 0;
    for (int trial = 0; trial < 2_000; trial++) {
      double[] values = random.doubles(seeds).map(u -> 1 + random.nextGaussian()).toArray();
      double mean = MeanColumns.mean(values);
      double p = TTest.pValueGreater(mean, MeanColumns.deviation(values), seeds, 0);
      assertEquals(ConfidenceInterval.ofMean(values).low() > 0, p < 0.025);
      excluded += p < 0.025 ? 1 : 0;
    }
    assertTrue(excluded > 20 && excluded < 2_000);
  }

  @Test
  void thePValueIsThatOfTheTables() {
    // with 4 degrees of freedom, the 97.5th percentile is t = 2.776 and the 95th is 2.132
    double[] t = {2.7764451, 2.1318468};
    assertEquals(0.025, TTest.pValueGreater(t[0] / Math.sqrt(5), 1, 5, 0), 1e-7);
    assertEquals(0.05, TTest.pValueGreater(3 + t[1] / Math.sqrt(5), 1, 5, 3), 1e-7);
    assertEquals(0.95, TTest.pValueGreater(3 - t[1] / Math.sqrt(5), 1, 5, 3), 1e-7);
    assertTrue(Double.isNaN(TTest.pValueGreater(1, 1, 1, 0)));
    assertEquals(0, TTest.pValueGreater(1, 0, 5, 0));
    assertEquals(1, TTest.pValueGreater(-1, 0, 5, 0));
  }

  @Test
  void theDeviationIsThatOfASample() {
    assertEquals(Math.sqrt(32.0 / 7), MeanColumns.deviation(new double[] {2, 4, 4, 4, 5, 5, 7, 9}));
    assertTrue(Double.isNaN(MeanColumns.deviation(new double[] {2})));
  }
}
