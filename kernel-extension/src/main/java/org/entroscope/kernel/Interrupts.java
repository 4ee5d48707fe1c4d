package org.entroscope.kernel;

/**
 * Tells a running cell to stop. {@link LoopChecks} inserts a call of {@link #check()} into every
 * loop of a cell, so that the interrupt button also ends loops that never wait.
 */
public final class Interrupts {

  /** The prefix of the names of classes that cells define. */
  private static final String OF_CELLS = "REPL.";

  private static volatile Thread stopping;
  private static volatile boolean exhausted;
  private static volatile boolean held;

  private Interrupts() {}

  /**
   * Asks a thread to leave the loops of its cell and interrupts it: immediately, or {@link #deliver
   * later} if it {@linkplain #isInitialising is initialising} a library.
   */
  static void stop(Thread thread) {
    exhausted = false;
    held = true;
    stopping = thread;
    deliver(thread);
  }

  /** Delivers a postponed interrupt to a thread as soon as this is possible. */
  static void deliver(Thread thread) {
    if (held && stopping == thread && !isInitialising(thread)) {
      held = false;
      thread.interrupt();
    }
  }

  /**
   * Returns whether a thread runs the static initialiser of a library's class. An interrupt there
   * may be ignored, or may make the initialiser fail. Then the class, for example Tablesaw's {@code
   * Table}, cannot be used again in this JVM.
   */
  static boolean isInitialising(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getMethodName().equals("<clinit>") && !frame.getClassName().startsWith(OF_CELLS)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes a thread's next loop fail with an OutOfMemoryError while there is memory left to report
   * it.
   */
  static void exhaust(Thread thread) {
    if (stopping == null) {
      exhausted = true;
      stopping = thread;
    }
  }

  /** Withdraws the request of {@link #stop}. */
  static void clear(Thread thread) {
    if (stopping == thread) {
      stopping = null;
    }
  }

  /**
   * Ends the cell of the calling thread if this was requested.
   *
   * @throws CellInterruptedException if the cell has to stop
   * @throws OutOfMemoryError if the cell has filled the heap
   */
  public static void check() {
    Thread asked = stopping;
    if (asked != null && asked == Thread.currentThread()) {
      if (exhausted) {
        stopping = null; // the memory that the cell itself frees now may suffice
        throw new OutOfMemoryError("Java heap space");
      }
      throw new CellInterruptedException("interrupted");
    }
  }
}
