package org.entroscope.kernel;

/**
 * Where a running cell learns that it shall stop. Every loop of a cell calls {@link #check()}, put
 * there by {@link LoopChecks}, so that the interrupt button ends loops that never wait.
 */
public final class Interrupts {

  /** What the names of classes that cells define begin with. */
  private static final String OF_CELLS = "REPL.";

  private static volatile Thread stopping;
  private static volatile boolean exhausted;
  private static volatile boolean held;

  private Interrupts() {}

  /**
   * Asks a thread to leave the loops of its cell, and interrupts what it waits for: now, or {@link
   * #deliver later} if it {@linkplain #isInitialising is initialising} a library.
   */
  static void stop(Thread thread) {
    exhausted = false;
    held = true;
    stopping = thread;
    deliver(thread);
  }

  /** Interrupts a thread if that was put off and need not be any longer. */
  static void deliver(Thread thread) {
    if (held && stopping == thread && !isInitialising(thread)) {
      held = false;
      thread.interrupt();
    }
  }

  /**
   * Whether a thread runs the static initialiser of a library's class. An interrupt there can be
   * swallowed, or make the initialiser fail, and then the class cannot be used again in this JVM:
   * Tablesaw's {@code Table}, for example.
   */
  static boolean isInitialising(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getMethodName().equals("<clinit>") && !frame.getClassName().startsWith(OF_CELLS)) {
        return true;
      }
    }
    return false;
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
