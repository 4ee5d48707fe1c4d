package org.entroscope.kernel;

/**
 * Where a running cell learns that it shall stop. Every loop of a cell calls {@link #check()}, put
 * there by {@link LoopChecks}, so that the interrupt button ends loops that never wait.
 */
public final class Interrupts {

  private static volatile Thread stopping;
  private static volatile boolean exhausted;

  private Interrupts() {}

  /** Asks a thread to leave the loops of its cell, and interrupts what it waits for. */
  static void stop(Thread thread) {
    exhausted = false;
    stopping = thread;
    thread.interrupt();
  }

  /** Makes a thread's next loop fail for want of memory, while there is some left to say so. */
  static void exhaust(Thread thread) {
    if (stopping == null) {
      exhausted = true;
      stopping = thread;
    }
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
   * @throws OutOfMemoryError if it has filled the heap
   */
  public static void check() {
    Thread asked = stopping;
    if (asked != null && asked == Thread.currentThread()) {
      if (exhausted) {
        stopping = null; // what the cell then frees by itself may suffice
        throw new OutOfMemoryError("Java heap space");
      }
      throw new CellInterruptedException("interrupted");
    }
  }
}
