package org.entroscope.paper;

import java.util.List;
import java.util.Locale;
import org.entroscope.architecture.Architecture;
import org.entroscope.sweep.Grid;
import org.entroscope.sweep.Kendall;
import org.entroscope.sweep.SweepResult;

/**
 * Perplexities stand in a published order. It takes a rank correlation whose interval over seeds is
 * above zero, and an agreement whose one-sided p-value is at most 0.05.
 *
 * @param published best first
 * @param needs one setting for each
 */
record Order(List<String> published, List<Configuration> needs) implements Hypothesis {

  private static final double SIGNIFICANCE_LEVEL = 0.05;

  static Order of(List<String> published, Grid... grids) {
    List<String> names = published.stream().map(n -> Architecture.of(n).toString()).toList();
    return new Order(names, Configuration.each(names, grids));
  }

  /** The order of a table; architectures without perplexity, which diverged, are last. */
  static Order of(PublishedTable table, Grid... grids) {
    List<String> sorted =
        table.architectures().stream()
            .sorted(
                (a, b) ->
                    Double.compare(
                        table.perplexity(a).orElse(Double.POSITIVE_INFINITY),
                        table.perplexity(b).orElse(Double.POSITIVE_INFINITY)))
            .map(Architecture::toString)
            .toList();
    return of(sorted, grids);
  }

  @Override
  public Outcome judge(SweepResult result) {
    Kendall agreement = Configuration.select(result, needs).kendall(published);
    Verdict verdict = Verdict.of(agreement.interval());
    if (verdict == Verdict.HOLDS && agreement.pValue() > SIGNIFICANCE_LEVEL) {
      verdict = Verdict.OPEN;
    }
    int pairs = published.size() * (published.size() - 1) / 2;
    String words =
        String.format(
            Locale.ROOT,
            "Kendall's tau %.2f%s: %d of %d pairs as published, one-sided p-value"
                + " %.3f; measured %s",
            agreement.tau(),
            Double.isNaN(agreement.interval().low())
                ? " (one seed, so no interval)"
                : String.format(
                    Locale.ROOT,
                    " (95%% interval %.2f to %.2f)",
                    agreement.interval().low(),
                    agreement.interval().high()),
            agreement.concordant(),
            pairs,
            agreement.pValue(),
            String.join(" < ", agreement.measured()));
    return new Outcome(verdict, words);
  }
}
