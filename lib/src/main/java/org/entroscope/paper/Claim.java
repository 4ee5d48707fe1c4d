package org.entroscope.paper;

import java.util.List;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepResult;

/** A statement that results can bear out or refute: one entry of {@link ClaimCatalogue}. */
final class Claim {

  private final String name;
  private final String theme;
  private final String statement;
  private final String source;
  private final Hypothesis hypothesis;

  /**
   * @param name for {@link Claims#get}
   * @param theme one of {@link Claims#THEMES}
   * @param statement a sentence that is true or false
   * @param source where the paper says so
   * @param hypothesis what decides
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

  /** Judges by results; without those that it needs it stays open. */
  Judgement judge(SweepResult result) {
    List<String> missing =
        hypothesis.needs().stream()
            .filter(choice -> choice.in(result).size() == 0)
            .map(Configuration::name)
            .toList();
    Hypothesis.Outcome outcome =
        missing.isEmpty()
            ? hypothesis.judge(result)
            : new Hypothesis.Outcome(
                Verdict.OPEN, "not recorded: no result of " + String.join(", ", missing));
    Sweep headline = Findings.headline();
    return new Judgement(
        name,
        theme,
        statement,
        source,
        outcome.verdict(),
        outcome.evidence(),
        missing.isEmpty(),
        hypothesis.needs().stream().allMatch(choice -> choice.isIn(headline)));
  }
}
