package org.entroscope.paper;

import java.util.List;
import java.util.OptionalInt;
import org.entroscope.sweep.SweepResult;

/** A test that decides about a claim by the results of a sweep. */
interface Hypothesis {

  /** Returns the settings that the test needs, each with at least one result. */
  List<Configuration> needs();

  /** Runs the test. Results of all needed settings exist. */
  Outcome judge(SweepResult result);

  /**
   * The outcome of a test. A claim of several parts holds if every part holds (an
   * intersection-union test, which needs no correction), and does not hold if one part is refuted
   * (with Bonferroni's correction).
   *
   * @param effects one effect for each part of the claim; empty if there is no value
   * @param evidence the numbers in words
   */
  record Outcome(List<Effect> effects, String evidence) {

    private static final int MOST_SEEDS = 1000;

    /** Creates the outcome of a claim with one part. */
    Outcome(Effect effect, String evidence) {
      this(List.of(effect), evidence);
    }

    /** Returns the number of seeds that have a value of every part; 0 if there is no value. */
    int seeds() {
      return effects.stream().mapToInt(Effect::seeds).min().orElse(0);
    }

    /** Returns the one-sided p-value for the claim; NaN if there are too few seeds. */
    double pFor() {
      return effects.stream().mapToDouble(e -> e.pFor(e.seeds())).reduce(Math::max).orElse(NONE);
    }

    /** Returns the one-sided p-value against the claim. */
    double pAgainst() {
      return against(effects.stream().mapToDouble(e -> e.pAgainst(e.seeds())).toArray());
    }

    /**
     * Returns about how many seeds with the same mean and spread would decide the claim; empty if a
     * thousand would not be enough.
     */
    OptionalInt seedsToDecide(AdjustedPValues.Levels levels) {
      for (int seeds = Math.max(Verdict.SEEDS, seeds()); seeds < MOST_SEEDS; seeds++) {
        int n = seeds;
        double pFor = effects.stream().mapToDouble(e -> e.pFor(n)).max().orElse(NONE);
        double pAgainst = against(effects.stream().mapToDouble(e -> e.pAgainst(n)).toArray());
        if (2 * pFor <= levels.support() || 2 * pAgainst <= levels.refutation()) {
          return OptionalInt.of(seeds);
        }
      }
      return OptionalInt.empty();
    }

    private static final double NONE = Double.NaN;

    private static double against(double[] parts) {
      double least = NONE;
      for (double part : parts) {
        least = Double.isNaN(least) ? part : Math.min(least, part);
      }
      return Math.min(1, parts.length * least);
    }
  }
}
