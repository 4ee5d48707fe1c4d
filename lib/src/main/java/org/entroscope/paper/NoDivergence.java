package org.entroscope.paper;

import java.util.List;
import java.util.stream.Collectors;
import org.entroscope.sweep.SweepResult;

/**
 * No run came to a NaN or an infinity, with any seed. One that did is enough to refute it; a single
 * run that did not is not enough to bear it out.
 *
 * @param needs the settings
 */
record NoDivergence(List<Configuration> needs) implements Hypothesis {

  @Override
  public Outcome judge(SweepResult result) {
    List<Cohort> cohorts = needs.stream().map(choice -> choice.in(result)).toList();
    int diverged = cohorts.stream().mapToInt(Cohort::diverged).sum();
    int runs = cohorts.stream().mapToInt(Cohort::size).sum();
    String words =
        "runs that came to a NaN: %d of %d (%s)"
            .formatted(
                diverged,
                runs,
                cohorts.stream()
                    .map(c -> "%s %d of %d".formatted(c.name(), c.diverged(), c.size()))
                    .collect(Collectors.joining(", ")));
    Verdict verdict =
        diverged > 0 ? Verdict.DOES_NOT_HOLD : runs > 1 ? Verdict.HOLDS : Verdict.OPEN;
    return new Outcome(verdict, words);
  }
}
