package org.entroscope.paper;

import java.util.List;
import java.util.stream.Collectors;
import org.entroscope.sweep.SweepResult;

/**
 * The hypothesis that no run reaches a NaN or an infinity, with any seed. A single run that does
 * refutes it. To confirm it, enough runs without one must exclude that half of all runs would reach
 * one.
 *
 * @param needs the settings
 */
record NoDivergence(List<Configuration> needs) implements Hypothesis {

  private static final double RATE = 0.5;

  @Override
  public Outcome judge(SweepResult result) {
    List<Cohort> cohorts = needs.stream().map(choice -> choice.in(result)).toList();
    int diverged = cohorts.stream().mapToInt(Cohort::diverged).sum();
    int runs = cohorts.stream().mapToInt(Cohort::size).sum();
    String words =
        "runs that reached a NaN: %d of %d (%s); smallest rate of interest: 50%%"
            .formatted(
                diverged,
                runs,
                cohorts.stream()
                    .map(c -> "%s %d of %d".formatted(c.name(), c.diverged(), c.size()))
                    .collect(Collectors.joining(", ")));
    return new Outcome(new Effect.NeverEffect(diverged, runs, RATE), words);
  }
}
