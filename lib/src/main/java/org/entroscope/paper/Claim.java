package org.entroscope.paper;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepResult;

/** A statement that results can confirm or refute: one entry of {@link ClaimCatalogue}. */
final class Claim {

  private final String name;
  private final String theme;
  private final String statement;
  private final String source;
  private final Hypothesis hypothesis;

  /**
   * @param name the name for {@link Claims#get}
   * @param theme one of {@link Claims#THEMES}
   * @param statement a sentence that is true or false
   * @param source where the paper makes the statement
   * @param hypothesis the test that decides
   */
  Claim(String name, String theme, String statement, String source, Hypothesis hypothesis) {
    if (!Claims.THEMES.contains(theme)) {
      throw new IllegalArgumentException("no theme: " + theme);
    }
    this.name = name;
    this.theme = theme;
    this.statement = statement;
    this.source = source;
    this.hypothesis = hypothesis;
  }

  String theme() {
    return theme;
  }

  /** Returns the settings that the claim needs but that have no result. */
  List<String> missing(SweepResult result) {
    return hypothesis.needs().stream()
        .filter(choice -> choice.in(result).size() == 0)
        .map(Configuration::name)
        .toList();
  }

  /** Returns the outcome of the test; it has no effects if a result is missing. */
  Hypothesis.Outcome outcome(SweepResult result) {
    List<String> missing = missing(result);
    return missing.isEmpty()
        ? hypothesis.judge(result)
        : new Hypothesis.Outcome(
            List.of(), "not recorded: no result of " + String.join(", ", missing));
  }

  /**
   * Returns the verdict.
   *
   * @param result the results
   * @param outcome the outcome of the test
   * @param pValues the p-values for the claim and against it
   * @param levels the significance levels at which one more claim would be decided
   */
  Judgement judgement(
      SweepResult result,
      Hypothesis.Outcome outcome,
      AdjustedPValues pValues,
      AdjustedPValues.Levels levels) {
    Sweep headline = Series.headline();
    boolean recorded = missing(result).isEmpty();
    Verdict verdict = pValues.verdict(outcome.seeds());
    String words = outcome.evidence();
    boolean tested = recorded && !Double.isNaN(pValues.support());
    if (tested) {
      boolean against = verdict == Verdict.DOES_NOT_HOLD || outcome.pAgainst() < outcome.pFor();
      words +=
          "; p = %s %s the claim, %s with Holm's correction"
              .formatted(
                  p(Math.min(1, 2 * (against ? outcome.pAgainst() : outcome.pFor()))),
                  against ? "against" : "for",
                  p(against ? pValues.refutation() : pValues.support()));
    }
    if (!outcome.effects().isEmpty() && outcome.seeds() < Verdict.SEEDS) {
      words += "; a verdict needs at least %d seeds".formatted(Verdict.SEEDS);
    } else if (tested && verdict == Verdict.OPEN) {
      words += "; " + decision(outcome, levels);
    }
    return new Judgement(
        name,
        theme,
        statement,
        source,
        verdict,
        words,
        recorded,
        hypothesis.needs().stream().allMatch(choice -> choice.isIn(headline)));
  }

  private static String decision(Hypothesis.Outcome outcome, AdjustedPValues.Levels levels) {
    OptionalInt seeds = outcome.seedsToDecide(levels);
    return seeds.isEmpty()
        ? "with this mean and spread, not even a thousand seeds would decide the claim"
        : "about %d seeds with this mean and spread would decide the claim"
            .formatted(seeds.getAsInt());
  }

  private static String p(double value) {
    return value < 0.001 ? "below 0.001" : String.format(Locale.ROOT, "%.3f", value);
  }
}
