package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HolmTest {

  @Test
  void theSmallestIsMultipliedByAllAndNoneFallsBelowAnEarlierOne() {
    // computed by hand: 4 x 0.01; 3 x 0.02; 2 x 0.03, which equals the previous 0.06; 1 x 0.2
    assertArrayEquals(
        new double[] {0.06, 0.04, 0.2, 0.06},
        Holm.adjusted(new double[] {0.02, 0.01, 0.2, 0.03}),
        1e-12);
    assertArrayEquals(new double[] {1, 1}, Holm.adjusted(new double[] {0.6, 0.9}), 1e-12);
  }

  @Test
  void whatHasNoPValueIsNotCounted() {
    assertArrayEquals(
        new double[] {Double.NaN, 0.02, 0.03},
        Holm.adjusted(new double[] {Double.NaN, 0.01, 0.03}),
        1e-12);
  }

  /**
   * Makes ten comparisons without an effect, with five seeds each. In 5% of the cases at least one
   * verdict may be wrong.
   */
  @Test
  void evenOneFalseEffectIsRareAmongTen() {
    Random random = new Random(7);
    int wrong = 0;
    int trials = 4_000;
    for (int trial = 0; trial < trials; trial++) {
      double[] p = new double[10];
      for (int i = 0; i < p.length; i++) {
        Effect effect = Effect.of(random.doubles(5).map(u -> random.nextGaussian()).toArray(), 0);
        p[i] = new Hypothesis.Outcome(effect, "").pValue();
      }
      wrong += Arrays.stream(Holm.adjusted(p)).anyMatch(a -> a <= 0.05) ? 1 : 0;
    }
    // the limit is 0.05 plus five standard deviations of that share
    assertTrue(wrong < trials * (0.05 + 5 * Math.sqrt(0.05 * 0.95 / trials)), "wrong: " + wrong);
    assertTrue(wrong > trials * 0.025, "wrong: " + wrong);
  }
}
