package org.entroscope.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.entroscope.files.Tables;
import org.entroscope.sweep.SweepResult;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The paper's statements, judged by the results of a sweep: which ones hold at the scale of the
 * {@link Series}, which do not, and which remain open with this number of seeds. Only the
 * statements are written by hand; all verdicts are computed.
 *
 * <pre>{@code
 * var claims = Claims.of(Sweep.load("results/series"));
 * claims.about("collapse")
 * }</pre>
 */
public final class Claims {

  /** The themes of claims, one for each notebook of findings. */
  public static final List<String> THEMES =
      List.of("collapse", "overload", "layernorm", "guidance", "gamma", "depth");

  private final List<Judgement> judgements;

  private Claims(List<Judgement> judgements) {
    this.judgements = List.copyOf(judgements);
  }

  /**
   * Judges all claims by these results. A claim whose results are missing, or for which there are
   * fewer than five seeds, is open, and its evidence says so. The claims of a theme are corrected
   * for multiple testing (Holm, for and against each claim): the probability of one or more wrong
   * verdicts in a theme is at most 5%.
   */
  public static Claims of(SweepResult result) {
    List<Judgement> judgements = new ArrayList<>();
    for (String theme : THEMES) {
      List<Claim> claims =
          ClaimCatalogue.ALL.stream().filter(claim -> claim.theme().equals(theme)).toList();
      List<Hypothesis.Outcome> outcomes = claims.stream().map(c -> c.outcome(result)).toList();
      List<AdjustedPValues> pValues = AdjustedPValues.of(outcomes);
      AdjustedPValues.Levels levels = AdjustedPValues.Levels.of(pValues);
      for (int i = 0; i < claims.size(); i++) {
        judgements.add(claims.get(i).judgement(result, outcomes.get(i), pValues.get(i), levels));
      }
    }
    return new Claims(judgements);
  }

  /**
   * Returns the claims of some themes.
   *
   * @param themes elements of {@link #THEMES}
   * @throws IllegalArgumentException if there is no such theme
   */
  public Claims about(String... themes) {
    for (String theme : themes) {
      if (!THEMES.contains(theme)) {
        throw new IllegalArgumentException(
            "no claim is about '%s'; there are %s".formatted(theme, String.join(", ", THEMES)));
      }
    }
    List<String> wanted = Arrays.asList(themes);
    return new Claims(judgements.stream().filter(j -> wanted.contains(j.theme())).toList());
  }

  /**
   * Returns one claim, whose {@code toString} is a sentence with its numbers.
   *
   * @throws IllegalArgumentException if no claim has this name; the message lists the names
   */
  public Judgement get(String name) {
    return judgements.stream()
        .filter(judgement -> judgement.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no claim is called '%s'; there are %s"
                        .formatted(
                            name,
                            judgements.stream()
                                .map(Judgement::name)
                                .collect(Collectors.joining(", ")))));
  }

  /** Returns all claims in their order. */
  public List<Judgement> all() {
    return judgements;
  }

  /** Returns the claims with a given verdict. */
  public List<Judgement> all(Verdict verdict) {
    return judgements.stream().filter(judgement -> judgement.verdict() == verdict).toList();
  }

  /** Describes the number of claims with each verdict, in words. */
  public String tally() {
    return "%d claims (holds: %d, does not hold: %d, open: %d)"
        .formatted(
            judgements.size(),
            all(Verdict.HOLDS).size(),
            all(Verdict.DOES_NOT_HOLD).size(),
            all(Verdict.OPEN).size());
  }

  /**
   * Returns a table with one row per claim and the columns claim, in the paper, verdict, evidence.
   */
  public Table toTable() {
    return Tables.create(
        tally(),
        StringColumn.create("claim", judgements.stream().map(Judgement::claim)),
        StringColumn.create("in the paper", judgements.stream().map(Judgement::source)),
        StringColumn.create("verdict", judgements.stream().map(j -> j.verdict().toString())),
        StringColumn.create("evidence", judgements.stream().map(Judgement::evidence)));
  }

  /**
   * Returns the same claims, where a claim of the headline holds only if it also holds with other
   * seeds. If it does not, the claim is open, and its evidence shows both results.
   *
   * @param rerun the claims of the headline, judged by results with other seeds
   */
  public Claims confirmedBy(Claims rerun) {
    return new Claims(
        judgements.stream()
            .map(first -> first.headline() ? first.with(rerun.get(first.name())) : first)
            .toList());
  }

  /** Returns one paragraph per claim. */
  @Override
  public String toString() {
    return tally()
        + System.lineSeparator()
        + judgements.stream()
            .map(Judgement::toString)
            .collect(Collectors.joining(System.lineSeparator()));
  }
}
