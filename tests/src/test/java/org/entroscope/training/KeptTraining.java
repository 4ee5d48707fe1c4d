package org.entroscope.training;

import java.nio.file.Path;

/**
 * Runs a short training in a separate process that keeps it in a folder, interrupts it and resumes
 * it.
 */
final class KeptTraining {

  private KeptTraining() {}

  /**
   * Returns a training with states after the steps 2, 4, 6 and 8 that ends after step 9. {@link
   * #train} interrupts it after step 5.
   */
  static Experiment experiment(Path folder) {
    return Tiny.experiment("SM").steps(9).into(folder).checkpointEvery(2);
  }

  /** Trains in the folder given as the argument. */
  public static void main(String[] arguments) {
    train(Path.of(arguments[0]));
  }

  static void train(Path folder) {
    experiment(folder).callback(new Interruption(5)).train().resume();
  }
}
