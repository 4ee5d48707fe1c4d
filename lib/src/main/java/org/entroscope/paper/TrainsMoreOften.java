package org.entroscope.paper;

import java.util.List;
import org.entroscope.sweep.SweepResult;

/**
 * The hypothesis that training succeeds more often in one setting than in another. A run has
 * trained if its perplexity is below the bigrams' ({@link TrainingOutcomes}). It is tested with
 * Fisher's exact test of the counts. It is refuted if the number of trained runs in the first
 * setting is improbable for a setting that trains in four of five runs.
 *
 * @param more the setting that is claimed to train
 * @param less the setting that fails more often
 */
record TrainsMoreOften(Configuration more, Configuration less) implements Hypothesis {

  @Override
  public List<Configuration> needs() {
    return List.of(more, less);
  }

  @Override
  public Outcome judge(SweepResult result) {
    TrainingOutcomes left = outcomes(more, result);
    TrainingOutcomes right = outcomes(less, result);
    String words =
        "runs that have trained: %s %d of %d, %s %d of %d (Fisher's exact test); smallest rate of"
            + " interest: four of five runs";
    return new Outcome(
        new Effect.CountEffect(left.trained(), left.runs(), right.trained(), right.runs()),
        words.formatted(
            more.name(), left.trained(), left.runs(), less.name(), right.trained(), right.runs()));
  }

  private static TrainingOutcomes outcomes(Configuration setting, SweepResult result) {
    return new TrainingOutcomes(List.copyOf(setting.in(result).bySeed().values()));
  }
}
