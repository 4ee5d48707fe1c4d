package org.entroscope.training;

/**
 * Interrupts the training thread during the given step, so that the training ends after this step.
 */
record Interruption(int lastStep) implements TrainingCallback {

  @Override
  public void onStepEnd(TrainingState state) {
    if (state.step() == lastStep) {
      Thread.currentThread().interrupt();
    }
  }
}
