package org.entroscope.paper;

import java.util.Arrays;
import java.util.List;
import org.entroscope.sweep.ConfidenceInterval;
import org.entroscope.sweep.SweepResult;

/**
 * The hypothesis that a measure is above, or below, a limit.
 *
 * @param measure the measure
 * @param of the setting in which it is measured
 * @param sign 1 for above, -1 for below
 * @param limit the limit in the measure's unit; shares are between 0 and 1
 */
record LimitHypothesis(Measure measure, Configuration of, int sign, double limit)
    implements Hypothesis {

  static LimitHypothesis above(Measure measure, Configuration of, double limit) {
    return new LimitHypothesis(measure, of, 1, limit);
  }

  static LimitHypothesis below(Measure measure, Configuration of, double limit) {
    return new LimitHypothesis(measure, of, -1, limit);
  }

  @Override
  public List<Configuration> needs() {
    return List.of(of);
  }

  @Override
  public Outcome judge(SweepResult result) {
    Cohort runs = of.in(result);
    double[] values = runs.values(measure);
    if (values.length == 0) {
      return new Outcome(List.of(), "%s: no run of %s has a value".formatted(measure, runs.name()));
    }
    double[] oriented = Arrays.stream(values).map(value -> sign * (value - limit)).toArray();
    Scale scale = measure.scale();
    String words =
        "%s: %s %s%s; claimed: %s %s"
            .formatted(
                measure,
                runs.name(),
                scale.value(Cohort.mean(values)),
                IntervalText.interval(
                    ConfidenceInterval.ofMean(values), scale::value, values.length),
                sign > 0 ? "above" : "below",
                scale.value(limit));
    return new Outcome(Effect.of(oriented, 0), words);
  }
}
