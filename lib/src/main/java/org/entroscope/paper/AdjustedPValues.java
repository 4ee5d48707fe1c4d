package org.entroscope.paper;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The p-values of a claim, doubled because it can be decided in two directions, and corrected for
 * the other claims of its theme. Holm's correction of the p-values for the claims limits the
 * probability of one or more claims that hold wrongly to 2.5%, and that of the p-values against
 * them does the same for claims that are refuted wrongly.
 *
 * @param support the p-value for the claim; NaN if there is no value
 * @param refutation the p-value against it; small if the effect is too small to matter
 */
record AdjustedPValues(double support, double refutation) {

  /** Returns the p-values of the claims of one theme. */
  static List<AdjustedPValues> of(List<Hypothesis.Outcome> outcomes) {
    double[] support = adjusted(outcomes, Hypothesis.Outcome::pFor);
    double[] refutation = adjusted(outcomes, Hypothesis.Outcome::pAgainst);
    return IntStream.range(0, support.length)
        .mapToObj(i -> new AdjustedPValues(support[i], refutation[i]))
        .toList();
  }

  private static double[] adjusted(
      List<Hypothesis.Outcome> outcomes, ToDoubleFunction<Hypothesis.Outcome> oneSided) {
    return Holm.adjusted(
        outcomes.stream().mapToDouble(oneSided).map(p -> Math.min(1, 2 * p)).toArray());
  }

  /**
   * Returns the verdict.
   *
   * @param seeds the number of seeds
   */
  Verdict verdict(int seeds) {
    if (seeds < Verdict.SEEDS) {
      return Verdict.OPEN;
    }
    return refutation <= Verdict.LEVEL
        ? Verdict.DOES_NOT_HOLD
        : support <= Verdict.LEVEL ? Verdict.HOLDS : Verdict.OPEN;
  }

  /**
   * Two-sided significance levels at which Holm's correction would decide one more claim.
   *
   * @param support the level for p-values for the claim
   * @param refutation the level for p-values against it
   */
  record Levels(double support, double refutation) {

    /** Returns the levels for a theme with these claims. */
    static Levels of(List<AdjustedPValues> theme) {
      return new Levels(
          level(theme, AdjustedPValues::support), level(theme, AdjustedPValues::refutation));
    }

    private static double level(
        List<AdjustedPValues> theme, ToDoubleFunction<AdjustedPValues> direction) {
      long undecided = theme.stream().mapToDouble(direction).filter(p -> p > Verdict.LEVEL).count();
      return Verdict.LEVEL / Math.max(1, undecided);
    }
  }
}
