package org.entroscope.training;

import java.util.function.Supplier;
import org.entroscope.progress.Progress;
import org.entroscope.runs.RunStatus;

/** Shows a training as progress with one report per step. */
final class TrainingDisplay implements TrainingCallback {

  static volatile Supplier<? extends TrainingCallback> current = TrainingDisplay::new;

  private Progress progress;

  @Override
  public void onTrainBegin(TrainingState state) {
    progress = Progress.begin("Training " + state.name(), state.plan().steps(), "steps");
    progress.note(state.products());
    progress.count(state.step()); // the steps before it was resumed
  }

  @Override
  public void onStepEnd(TrainingState state) {
    String pace = "loss %.3f, %,.0f tokens/s".formatted(state.loss(), state.tokensPerSecond());
    progress.note(pace + state.precisionNote());
    progress.count(1);
  }

  @Override
  public void onTrainEnd(TrainingState state) {
    if (state.status() == RunStatus.FINISHED) {
      String loss = "evaluation loss %.3f".formatted(state.evaluationLoss());
      progress.finish(loss + state.precisionNote());
    }
    progress.close();
  }
}
