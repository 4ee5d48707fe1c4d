package org.entroscope.sweep;

import ai.djl.Device;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;
import org.entroscope.statistics.HeadStatistic;
import org.entroscope.tokens.TokenizedCorpus;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import org.entroscope.training.TrainingCallback;
import org.entroscope.training.TrainingState;

/** Trains one experiment of a sweep, on the calling thread. */
final class TrialTraining {

  private TrialTraining() {}

  /**
   * Trains an experiment.
   *
   * @param recording the head statistics to record in addition to entropy
   * @param device the device; null for the best available device
   * @param tokens receives the number of trained tokens after each step
   * @param stop returns after each step whether to stop
   * @return the result; empty if the training was stopped or interrupted
   */
  static Optional<RunSummary> train(
      RunSpec trial,
      HeadRecording recording,
      TokenizedCorpus data,
      Device device,
      LongConsumer tokens,
      BooleanSupplier stop) {
    trial.checkVersions();
    long tokensPerStep = trial.tokens() / trial.plan().steps();
    TrainingCallback callback =
        new TrainingCallback() {
          @Override
          public void onStepEnd(TrainingState state) {
            tokens.accept(tokensPerStep);
            if (stop.getAsBoolean()) {
              state.stop();
            }
          }
        };
    Run run =
        Experiment.of(trial.architecture())
            .on(data)
            .shape(trial.shape())
            .plan(trial.plan())
            .seed(trial.seed())
            .precision(trial.precision())
            .device(device)
            .record(recording.statistics().toArray(HeadStatistic[]::new))
            .callback(callback)
            .quietly()
            .train();
    try {
      return run.status() == RunStatus.INTERRUPTED ? Optional.empty() : Optional.of(run.summary());
    } finally {
      run.model().close();
    }
  }

  /** Describes how the training ended, in a few words. */
  static String words(RunSummary run) {
    return run.status() == RunStatus.DIVERGED
        ? "diverged at " + run.record().reason()
        : run.outcome();
  }
}
