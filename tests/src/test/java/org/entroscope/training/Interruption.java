package org.entroscope.training;

/**
 * Interrupts the training thread so that it ends after a step: while that step is still to come.
 */
record Interruption(int lastStep) implements TrainingCallback {

  @Override
  public void onStepEnd(TrainingState state) {
    if (state.step() == lastStep) {
      Thread.currentThread().interrupt();
    }
  }
}
