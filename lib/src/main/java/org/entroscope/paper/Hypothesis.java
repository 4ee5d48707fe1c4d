package org.entroscope.paper;

import java.util.List;
import java.util.OptionalInt;
import org.entroscope.sweep.SweepResult;

/** What of results decides about a claim. */
interface Hypothesis {

  /** The settings that it needs, each with at least one result. */
  List<Configuration> needs();

  /** Computes; every setting needed is there. */
  Outcome judge(SweepResult result);

  /**
   * What results say. A claim of several parts holds if every part does (an intersection-union
   * test, which needs no correction) and does not hold if one part is refuted (with Bonferroni's).
   *
   * @param effects one for each part of the claim; none if there is no value
   * @param evidence the numbers, in words
   */
  record Outcome(List<Effect> effects, String evidence) {

    private static final int MOST_SEEDS = 1000;

    /** Of one part. */
    Outcome(Effect effect, String evidence) {
      this(List.of(effect), evidence);
    }

    /** The one-sided p-value that speaks for the claim; NaN where there are too few seeds. */
    double pFor() {
      return effects.stream().mapToDouble(e -> e.pFor(e.seeds())).reduce(Math::max).orElse(NONE);
    }

    /** The one-sided p-value that speaks against it. */
    double pAgainst() {
      return against(effects.stream().mapToDouble(e -> e.pAgainst(e.seeds())).toArray());
    }

    /** The two-sided p-value of what the results say, for or against; NaN if nothing. */
    double pValue() {
      return twoSided(pFor(), pAgainst());
    }

    /**
     * About how many seeds of the same mean and spread would decide; empty if a thousand would not.
     *
     * @param level significance level
     */
    OptionalInt seedsToDecide(double level) {
      int fewest = effects.stream().mapToInt(Effect::seeds).min().orElse(MOST_SEEDS);
      for (int seeds = Math.max(2, fewest); seeds < MOST_SEEDS; seeds++) {
        int n = seeds;
        double pFor = effects.stream().mapToDouble(e -> e.pFor(n)).max().orElse(NONE);
        double pAgainst = against(effects.stream().mapToDouble(e -> e.pAgainst(n)).toArray());
        if (twoSided(pFor, pAgainst) <= level) {
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

    private static double twoSided(double pFor, double pAgainst) {
      return Math.min(1, 2 * Math.min(pFor, pAgainst));
    }
  }
}
