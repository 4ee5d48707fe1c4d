package org.entroscope.sweep;

/** Runs a sweep in a separate process, which is killed by tests. */
final class SweepProcess {

  private SweepProcess() {}

  static Sweep sweep() {
    return SparkClusterIT.sweep();
  }

  /** Runs the sweep into the folder given as the argument. */
  public static void main(String[] arguments) {
    sweep().into(arguments[0]).run(Sweep.local().parallel(2));
  }
}
