package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  @Test
  void theIntervalOfManyValuesIsTheNormalOne() {
    Random random = new Random(3);
    double[] values = random.doubles(400).map(u -> 5 + 2 * u).toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double error = MeanColumns.deviation(values) / Math.sqrt(values.length);
    Bootstrap interval = Bootstrap.ofMean(values);
    assertEquals(mean - 1.96 * error, interval.low(), 0.1 * error);
    assertEquals(mean + 1.96 * error, interval.high(), 0.1 * error);
  }

  @Test
  void ofTwoValuesEveryQuarterOfTheSamplesIsOneOfThemTwice() {
    assertEquals(new Bootstrap(3, 4), Bootstrap.ofMean(new double[] {4, 3}));
  }

  @Test
  void theIntervalOfThreeValuesIsThatOfTheirTwentySevenSamples() {
    // 1/27 = 3.7% of the samples are the smallest value three times, more than the 2.5% sought
    assertEquals(new Bootstrap(1, 9), Bootstrap.ofMean(new double[] {1, 5, 9}));
  }

  @Test
  void theIntervalOfFiveValuesIsThatOfTheirSamplesCountedOut() {
    double[] values = {1, 2, 4, 8, 16};
    double[] means = new double[3125];
    for (int sample = 0; sample < means.length; sample++) {
      int rest = sample;
      for (int i = 0; i < values.length; i++, rest /= 5) {
        means[sample] += values[rest % 5] / 5;
      }
    }
    Arrays.sort(means);
    Bootstrap interval = Bootstrap.ofMean(values);
    // between the percentiles on both sides: 10,000 samples are off by 0.3% (two deviations)
    assertTrue(interval.low() >= means[(int) (0.022 * 3125)]);
    assertTrue(interval.low() <= means[(int) (0.028 * 3125)]);
    assertTrue(interval.high() >= means[(int) (0.972 * 3125)]);
    assertTrue(interval.high() <= means[(int) (0.978 * 3125)]);
  }

  @Test
  void oneValueHasNoInterval() {
    assertEquals(new Bootstrap(Double.NaN, Double.NaN), Bootstrap.ofMean(new double[] {1}));
  }

  @Test
  void theSameValuesHaveTheSameInterval() {
    double[] values = {1.5, 2.25, 3.5, 2};
    assertEquals(Bootstrap.ofMean(values), Bootstrap.ofMean(values.clone()));
  }

  @Test
  void theDeviationIsThatOfASample() {
    assertEquals(Math.sqrt(32.0 / 7), MeanColumns.deviation(new double[] {2, 4, 4, 4, 5, 5, 7, 9}));
    assertTrue(Double.isNaN(MeanColumns.deviation(new double[] {2})));
  }
}
