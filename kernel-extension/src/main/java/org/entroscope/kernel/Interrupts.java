package org.entroscope.kernel;

/**
 * Where a running cell learns that it shall stop. Every loop of a cell calls {@link #check()}, put
 * there by {@link LoopChecks}, so that the interrupt button ends loops that never wait.
 */
public final class Interrupts {

  private static volatile Thread stopping;

  private Interrupts() {}

  /** Asks a thread to leave the loops of its cell, and interrupts what it waits for. */
  static void stop(Thread thread) {
    stopping = thread;
    thread.interrupt();
  }

  /** Takes back what {@link #stop} asked. */
  static void clear(Thread thread) {
    if (stopping == thread) {
      stopping = null;
    }
  }

  /**
   * Ends the calling thread's cell if that was asked for.
   *
   * @throws CellInterruptedException if the cell shall stop
   */
  public static void check() {
    Thread asked = stopping;
    if (asked != null && asked == Thread.currentThread()) {
      throw new CellInterruptedException("interrupted");
    }
  }
}
