package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class HolmTest {

  private static final int TRIALS = 4_000;

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
    int wrong = wrongVerdicts(0, 1, 0, verdict -> verdict != Verdict.OPEN);
    // the limit is 0.05 plus five standard deviations of that share
    assertTrue(wrong < TRIALS * (0.05 + 5 * Math.sqrt(0.05 * 0.95 / TRIALS)), "wrong: " + wrong);
    assertTrue(wrong > TRIALS * 0.025, "wrong: " + wrong);
  }

  /**
   * Makes ten comparisons whose effect is exactly the smallest one of interest and whose noise is
   * small, so that all of them clearly have the claimed sign. A refutation is wrong.
   */
  @Test
  void evenOneFalseRefutationIsRareAmongTenClearEffects() {
    int wrong = wrongVerdicts(1, 0.05, 1, verdict -> verdict == Verdict.DOES_NOT_HOLD);
    assertTrue(wrong < TRIALS * (0.025 + 5 * Math.sqrt(0.025 * 0.975 / TRIALS)), "wrong: " + wrong);
    assertTrue(wrong > TRIALS * 0.0125, "wrong: " + wrong);
  }

  /** Returns the number of themes of ten claims in which at least one verdict is wrong. */
  private static int wrongVerdicts(
      double mean, double deviation, double interest, Predicate<Verdict> isWrong) {
    Random random = new Random(7);
    int wrong = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      List<Hypothesis.Outcome> theme = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        double[] values = new double[Verdict.SEEDS];
        Arrays.setAll(values, seed -> mean + deviation * random.nextGaussian());
        theme.add(new Hypothesis.Outcome(Effect.of(values, interest), ""));
      }
      wrong +=
          AdjustedPValues.of(theme).stream()
                  .anyMatch(pValues -> isWrong.test(pValues.verdict(Verdict.SEEDS)))
              ? 1
              : 0;
    }
    return wrong;
  }
}
