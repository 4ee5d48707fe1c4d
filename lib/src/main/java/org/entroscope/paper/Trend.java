package org.entroscope.paper;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.entroscope.sweep.ConfidenceInterval;
import org.entroscope.sweep.Kendall;
import org.entroscope.sweep.SweepResult;

/**
 * The hypothesis that a measure rises from setting to setting. It is tested on Kendall's tau of
 * each seed, with the 95% interval of the mean.
 *
 * @param measure the measure that rises
 * @param needs the settings, lowest expected first
 */
record Trend(Measure measure, List<Configuration> needs) implements Hypothesis {

  /** Corresponds to three of five pairs in the claimed order and two in the opposite order. */
  private static final double SMALLEST_TAU = 0.2;

  @Override
  public Outcome judge(SweepResult result) {
    List<Cohort> cohorts = needs.stream().map(choice -> choice.in(result)).toList();
    Set<Long> seeds = new TreeSet<>(cohorts.get(0).bySeed().keySet());
    cohorts.forEach(cohort -> seeds.retainAll(cohort.bySeed().keySet()));
    double[] taus = taus(measure, cohorts, seeds);
    Cohort first = cohorts.get(0);
    Cohort last = cohorts.get(cohorts.size() - 1);
    Scale scale = measure.scale();
    String ends =
        "%s: from %s for %s to %s for %s"
            .formatted(
                measure,
                scale.value(first.mean(measure)),
                first.name(),
                scale.value(last.mean(measure)),
                last.name());
    if (taus.length == 0) {
      return new Outcome(List.of(), ends + "; no seed has all settings");
    }
    ConfidenceInterval interval = ConfidenceInterval.ofMean(taus);
    String words =
        "%s; Kendall's tau over %d settings %s%s; smallest value of interest: %s"
            .formatted(
                ends,
                cohorts.size(),
                print(Cohort.mean(taus)),
                IntervalText.interval(interval, Trend::print, taus.length),
                print(SMALLEST_TAU));
    return new Outcome(
        Effect.of(taus, SMALLEST_TAU),
        words + measure.byCausalBound().map(other -> also(other, cohorts, seeds)).orElse(""));
  }

  private static double[] taus(Measure measure, List<Cohort> cohorts, Set<Long> seeds) {
    return seeds.stream()
        .map(seed -> values(measure, cohorts, seed))
        .filter(Trend::complete)
        .mapToDouble(Kendall::tau)
        .toArray();
  }

  /** Describes the same trend relative to the causal bound, which does not decide. */
  private static String also(Measure other, List<Cohort> cohorts, Set<Long> seeds) {
    double[] taus = taus(other, cohorts, seeds);
    return "; %s: tau %s%s"
        .formatted(
            other,
            print(Cohort.mean(taus)),
            IntervalText.interval(ConfidenceInterval.ofMean(taus), Trend::print, taus.length));
  }

  private static double[] values(Measure measure, List<Cohort> cohorts, long seed) {
    return cohorts.stream().mapToDouble(c -> measure.of(c.bySeed().get(seed).run())).toArray();
  }

  private static boolean complete(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static String print(double tau) {
    return String.format(Locale.ROOT, "%.2f", tau);
  }
}
