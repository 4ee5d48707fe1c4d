package org.entroscope.training;

import java.nio.file.Path;

/**
 * A short training that is kept in a folder, in a process of its own: stopped, and gone on with.
 */
final class KeptTraining {

  private KeptTraining() {}

  /** States after the steps 2, 4, 6 and 8, an interrupt after 5, and the end after 9. */
  static Experiment experiment(Path folder) {
    return Tiny.experiment("SM").steps(9).into(folder).checkpointEvery(2);
  }

  /** The argument names the folder. */
  public static void main(String[] arguments) {
    train(Path.of(arguments[0]));
  }

  static void train(Path folder) {
    experiment(folder).callback(new Interruption(5)).train().resume();
  }
}
