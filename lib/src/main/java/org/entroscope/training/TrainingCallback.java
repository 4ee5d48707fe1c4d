package org.entroscope.training;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * What wants to know how a training goes. All methods are called on the training thread; an
 * exception ends the training.
 */
public interface TrainingCallback {

  /** Before the first step. */
  default void onTrainBegin(TrainingState state) {}

  /** After every optimiser step. */
  default void onStepEnd(TrainingState state) {}

  /** After a step at which an entropy map was taken. */
  default void onLog(TrainingState state) {}

  /** After an evaluation on held-out data. */
  default void onEvaluate(TrainingState state) {}

  /** After the last step, also of an interrupted or diverged training. */
  default void onTrainEnd(TrainingState state) {}

  /** Shows a training as {@linkplain org.entroscope.progress.Progress progress}, in a line. */
  static TrainingCallback progress() {
    return new TrainingDisplay();
  }

  /**
   * Chooses what shows the trainings that begin from now on: progress lines in a terminal, or
   * whatever a notebook puts in their place.
   */
  static void showWith(Supplier<? extends TrainingCallback> display) {
    TrainingDisplay.current = Objects.requireNonNull(display);
  }
}
