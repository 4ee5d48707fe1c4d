package org.entroscope.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.entroscope.architecture.Architecture;
import org.entroscope.sweep.ConfidenceInterval;
import org.entroscope.sweep.Grid;
import org.entroscope.sweep.Kendall;
import org.entroscope.sweep.SweepEntry;
import org.entroscope.sweep.SweepResult;

/**
 * The hypothesis that perplexities are in the published order: every model is better than the next
 * one. It holds if this is shown for all neighbours, and does not hold if the opposite is shown for
 * one pair of neighbours.
 *
 * @param published the published order, best first
 * @param needs one setting for each architecture
 */
record Order(List<String> published, List<Configuration> needs) implements Hypothesis {

  static Order of(List<String> published, Grid... grids) {
    List<String> names = published.stream().map(n -> Architecture.of(n).toString()).toList();
    return new Order(names, Configuration.each(names, grids));
  }

  /** Creates the order of a table. Architectures without perplexity, which diverged, come last. */
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
    List<Cohort> cohorts = needs.stream().map(choice -> choice.in(result)).toList();
    List<Effect> neighbours = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (int i = 1; i < cohorts.size(); i++) {
      double[] differences = differences(cohorts.get(i - 1), cohorts.get(i));
      if (differences.length > 0) {
        neighbours.add(Effect.of(differences, 0));
      }
      words.add(words(cohorts.get(i - 1), cohorts.get(i), differences));
    }
    Kendall agreement = Configuration.select(result, needs).kendall(published);
    int pairs = published.size() * (published.size() - 1) / 2;
    String evidence =
        String.format(
            Locale.ROOT,
            "%s; %d of %d pairs of means are in the published order (Kendall's tau %.2f); measured"
                + " order: %s",
            String.join("; ", words),
            agreement.concordant(),
            pairs,
            agreement.tau(),
            String.join(" < ", agreement.measured()));
    return new Outcome(neighbours.size() == words.size() ? neighbours : List.of(), evidence);
  }

  /** Returns by how much the second perplexity is larger; infinite if that model diverged. */
  private static double[] differences(Cohort better, Cohort worse) {
    return better.bySeed().entrySet().stream()
        .filter(entry -> worse.bySeed().containsKey(entry.getKey()))
        .mapToDouble(
            entry ->
                Scale.RATIO.difference(
                    perplexity(worse.bySeed().get(entry.getKey())), perplexity(entry.getValue())))
        .map(difference -> Double.isNaN(difference) ? 0 : difference)
        .toArray();
  }

  private static double perplexity(SweepEntry entry) {
    return entry.status() == SweepEntry.Status.DIVERGED
        ? Double.POSITIVE_INFINITY
        : entry.perplexity();
  }

  private static String words(Cohort better, Cohort worse, double[] differences) {
    return "from %s to %s: %s%s"
        .formatted(
            better.name(),
            worse.name(),
            Scale.RATIO.difference(Cohort.mean(differences)),
            IntervalText.interval(
                ConfidenceInterval.ofMean(differences),
                Scale.RATIO::difference,
                differences.length));
  }
}
