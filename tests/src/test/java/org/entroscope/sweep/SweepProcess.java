package org.entroscope.sweep;

/** A sweep in a process of its own, which is killed. */
final class SweepProcess {

  private SweepProcess() {}

  static Sweep sweep() {
    return SparkClusterIT.sweep();
  }

  /** Sweeps into the folder that the argument names. */
  public static void main(String[] arguments) {
    sweep().into(arguments[0]).run(Sweep.local().parallel(2));
  }
}
