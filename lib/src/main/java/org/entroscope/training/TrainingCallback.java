package org.entroscope.training;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * Receives the events of a training. All methods are called on the training thread; an exception
 * ends the training.
 */
public interface TrainingCallback {

  /** Called before the first step. */
  default void onTrainBegin(TrainingState state) {}

  /** Called after every optimiser step. */
  default void onStepEnd(TrainingState state) {}

  /** Called after a step at which the entropies were measured. */
  default void onLog(TrainingState state) {}

  /** Called after an evaluation on held-out data. */
  default void onEvaluate(TrainingState state) {}

  /** Called after the last step, also if the training was interrupted or diverged. */
  default void onTrainEnd(TrainingState state) {}

  /**
   * Returns a callback that shows a training as a line of {@linkplain
   * org.entroscope.progress.Progress progress}.
   */
  static TrainingCallback progress() {
    return new TrainingDisplay();
  }

  /**
   * Sets the display of all trainings that begin from now on. The default shows progress lines in a
   * terminal; a notebook replaces it.
   */
  static void showWith(Supplier<? extends TrainingCallback> display) {
    TrainingDisplay.current = Objects.requireNonNull(display);
  }
}
