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
 * The paper's statements, judged by the results of a sweep: what holds at the scale of {@link
 * org.entroscope.paper.Findings}, what does not, and what so few seeds leave open. Nothing of it is
 * written by hand but the statements.
 *
 * <pre>{@code
 * var claims = Claims.of(Sweep.load("results/findings"));
 * claims.about("collapse")
 * }</pre>
 */
public final class Claims {

  /** What claims are about: the notebooks of findings. */
  public static final List<String> THEMES =
      List.of("collapse", "overload", "layernorm", "guidance", "gamma", "depth");

  private final List<Judgement> judgements;

  private Claims(List<Judgement> judgements) {
    this.judgements = List.copyOf(judgements);
  }

  /**
   * All claims, judged by these results. What lacks results is open and says so. Several claims of
   * a theme are corrected for (Holm): the probability of even one wrong verdict in it is at most
   * 5%.
   */
  public static Claims of(SweepResult result) {
    List<Judgement> judgements = new ArrayList<>();
    for (String theme : THEMES) {
      List<Claim> claims =
          ClaimCatalogue.ALL.stream().filter(claim -> claim.theme().equals(theme)).toList();
      List<Hypothesis.Outcome> outcomes = claims.stream().map(c -> c.outcome(result)).toList();
      double[] adjusted =
          Holm.adjusted(outcomes.stream().mapToDouble(Hypothesis.Outcome::pValue).toArray());
      long open = Arrays.stream(adjusted).filter(p -> p > Verdict.LEVEL).count();
      for (int i = 0; i < adjusted.length; i++) {
        Claim claim = claims.get(i);
        judgements.add(
            claim.judgement(
                outcomes.get(i),
                claim.missing(result).isEmpty(),
                adjusted[i],
                Verdict.LEVEL / Math.max(1, open)));
      }
    }
    return new Claims(judgements);
  }

  /**
   * The claims of some themes.
   *
   * @param themes of {@link #THEMES}
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
   * One claim, whose {@code toString} is a sentence with its numbers.
   *
   * @throws IllegalArgumentException if there is none of that name; the message has the names
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

  /** All of them, in their order. */
  public List<Judgement> all() {
    return judgements;
  }

  /** Those with a verdict. */
  public List<Judgement> all(Verdict verdict) {
    return judgements.stream().filter(judgement -> judgement.verdict() == verdict).toList();
  }

  /** How many there are of each verdict, in words. */
  public String tally() {
    return "%d claims: %d hold, %d do not, %d are open"
        .formatted(
            judgements.size(),
            all(Verdict.HOLDS).size(),
            all(Verdict.DOES_NOT_HOLD).size(),
            all(Verdict.OPEN).size());
  }

  /** One row a claim: claim, in the paper, verdict, evidence. */
  public Table toTable() {
    return Tables.create(
        tally(),
        StringColumn.create("claim", judgements.stream().map(Judgement::claim)),
        StringColumn.create("in the paper", judgements.stream().map(Judgement::source)),
        StringColumn.create("verdict", judgements.stream().map(j -> j.verdict().toString())),
        StringColumn.create("evidence", judgements.stream().map(Judgement::evidence)));
  }

  /**
   * The same claims, and those of the headline hold only if they hold with other seeds too: one
   * that does not is open, and its evidence has both.
   *
   * @param rerun the headline, judged by results with other seeds
   */
  public Claims confirmedBy(Claims rerun) {
    return new Claims(
        judgements.stream()
            .map(first -> first.headline() ? first.with(rerun.get(first.name())) : first)
            .toList());
  }

  /** A paragraph each. */
  @Override
  public String toString() {
    return tally()
        + System.lineSeparator()
        + judgements.stream()
            .map(Judgement::toString)
            .collect(Collectors.joining(System.lineSeparator()));
  }
}
