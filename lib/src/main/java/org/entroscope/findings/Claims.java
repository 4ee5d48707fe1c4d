package org.entroscope.findings;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.entroscope.sweep.SweepResult;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The paper's statements, judged by the results of a sweep: what holds at the scale of {@link
 * org.entroscope.sweep.Findings}, what does not, and what so few seeds leave open. Nothing of it is
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

  /** All claims, judged by these results. What lacks results is open and says so. */
  public static Claims of(SweepResult result) {
    return new Claims(ClaimCatalogue.ALL.stream().map(claim -> claim.judge(result)).toList());
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
    return Table.create(
        tally(),
        StringColumn.create("claim", judgements.stream().map(Judgement::claim)),
        StringColumn.create("in the paper", judgements.stream().map(Judgement::source)),
        StringColumn.create("verdict", judgements.stream().map(j -> j.verdict().toString())),
        StringColumn.create("evidence", judgements.stream().map(Judgement::evidence)));
  }

  /**
   * What becomes of the claims of the headline in a rerun with other seeds; one row a claim: claim,
   * verdict, with other seeds, evidence of those. Its title counts those that hold both times.
   *
   * @param rerun the same claims, judged by the other results
   */
  public Table again(Claims rerun) {
    List<Judgement> headline = judgements.stream().filter(Judgement::headline).toList();
    List<Judgement> others = headline.stream().map(first -> rerun.get(first.name())).toList();
    List<Judgement> held = headline.stream().filter(j -> j.verdict() == Verdict.HOLDS).toList();
    long standing =
        held.stream().filter(j -> rerun.get(j.name()).verdict() == Verdict.HOLDS).count();
    return Table.create(
        "%d claims of the headline hold, and %d of them with other seeds too"
            .formatted(held.size(), standing),
        StringColumn.create("claim", headline.stream().map(Judgement::claim)),
        StringColumn.create("verdict", headline.stream().map(j -> j.verdict().toString())),
        StringColumn.create("with other seeds", others.stream().map(j -> j.verdict().toString())),
        StringColumn.create("evidence of those", others.stream().map(Judgement::evidence)));
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
