package org.entroscope.kernel;

import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that runs cells. It is always the same one, because native engines keep state per
 * thread.
 *
 * <p>An interrupted cell gets {@link Thread#interrupt()} and stops at its next loop or wait.
 * Running code of Entroscope has {@link #PATIENCE_SECONDS} to finish its step and return its
 * results. Other code has {@link #GRACE_SECONDS}, counted from the end of a running static
 * initialiser of a library. If the thread still does not stop, it is abandoned: the cell ends
 * without it, and a new thread replaces it.
 */
final class CellThread {

  static final int GRACE_SECONDS = 1;
  static final int PATIENCE_SECONDS = 60;

  private static final long WAIT_NANOS = 10_000_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final ClassLoader contextLoader;
  private volatile Worker worker;
  private volatile long interruptedAt = NEVER;
  private volatile long deliveredAt;
  private volatile boolean again;

  CellThread(ClassLoader contextLoader) {
    this.contextLoader = contextLoader;
  }

  /**
   * Runs code in the thread of the cells and waits for it.
   *
   * @throws CellInterruptedException if the code did not end in time after an interrupt
   * @throws Throwable the exception of the code
   */
  <T> T call(Callable<T> code) throws Throwable {
    Worker mine = startedWorker();
    if (Thread.currentThread() == mine.thread) {
      return code.call(); // a magic that runs code, for example
    }
    Attempt<T> attempt = new Attempt<>(code, Thread.currentThread());
    mine.tasks.add(attempt);
    boolean roomy = !HeapReserve.isExhausted();
    while (!attempt.done) {
      LockSupport.parkNanos(
          attempt, WAIT_NANOS); // allocates nothing, because memory may have run out
      if (roomy && HeapReserve.isExhausted()) {
        Interrupts.exhaust(mine.thread);
        roomy = false; // do this once per call, because afterwards the memory suffices or the cell
        // ends
      }
      if (wasInterrupted()) {
        Interrupts.deliver(mine.thread);
      }
      if (!attempt.done && isOverdue(mine)) {
        leave(mine);
        throw new CellInterruptedException(
            "interrupted; the code did not stop and is still running in the background."
                + " Restart the kernel to end it");
      }
    }
    return attempt.result();
  }

  /**
   * A run of code with its result or exception. It allocates nothing at its end, because memory may
   * have run out.
   */
  private static final class Attempt<T> implements Runnable {

    private final Callable<T> code;
    private final Thread waiter;
    private T value;
    private Throwable thrown;
    private volatile boolean done;

    Attempt(Callable<T> code, Thread waiter) {
      this.code = code;
      this.waiter = waiter;
    }

    @Override
    public void run() {
      try {
        value = code.call();
      } catch (Throwable e) {
        HeapReserve.release();
        thrown = e;
      } finally {
        Thread.interrupted(); // an interrupt that the code ignored ends with it
        done = true;
        LockSupport.unpark(waiter);
      }
    }

    T result() throws Throwable {
      if (thrown != null) {
        throw thrown;
      }
      return value;
    }
  }

  /** Begins a cell and discards earlier interrupts. */
  void beginCell() {
    interruptedAt = NEVER;
    again = false;
    Worker current = worker;
    if (current != null) {
      Interrupts.clear(current.thread);
    }
  }

  /** Asks the running code to stop. After a second call, the cell no longer waits for the code. */
  void interrupt() {
    again = interruptedAt != NEVER;
    // set before the thread is interrupted, so that code that is about to begin sees it
    deliveredAt = System.nanoTime();
    interruptedAt = deliveredAt;
    Worker current = worker;
    if (current != null) {
      Interrupts.stop(current.thread);
    }
  }

  /**
   * Ends a cell that was interrupted between two of its statements.
   *
   * @throws CellInterruptedException if the cell was interrupted
   */
  void checkInterrupted() {
    if (wasInterrupted()) {
      throw new CellInterruptedException("interrupted");
    }
  }

  /**
   * Marks the end of the cell's code, so that the code that shows its value may have loops again.
   */
  void settle() {
    Worker current = worker;
    if (current != null) {
      Interrupts.clear(current.thread);
    }
  }

  /** Returns whether the current or the last cell was interrupted. */
  boolean wasInterrupted() {
    return interruptedAt != NEVER;
  }

  private boolean isOverdue(Worker mine) {
    if (interruptedAt == NEVER) {
      return false;
    }
    long now = System.nanoTime();
    if ((now - interruptedAt) / 1e9 > PATIENCE_SECONDS) {
      return true;
    }
    if (Interrupts.isInitialising(mine.thread)) {
      deliveredAt = now; // not delivered yet
      return false;
    }
    return again || (now - deliveredAt) / 1e9 > GRACE_SECONDS && !endsItself(mine);
  }

  // Entroscope's long operations check for an interrupt at every step and return their results
  private static boolean endsItself(Worker mine) {
    for (StackTraceElement frame : mine.thread.getStackTrace()) {
      String name = frame.getClassName();
      if (name.startsWith("org.entroscope.") && !name.startsWith("org.entroscope.kernel.")) {
        return true;
      }
    }
    return false;
  }

  private synchronized Worker startedWorker() {
    if (worker == null) {
      worker = new Worker();
    }
    return worker;
  }

  private synchronized void leave(Worker left) {
    left.thread.interrupt();
    left.tasks.add(() -> left.leaves = true);
    worker = null;
  }

  private final class Worker implements Runnable {

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(null, this, "cells", 16L << 20);
    private volatile boolean leaves;

    Worker() {
      thread.setContextClassLoader(contextLoader);
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void run() {
      while (!leaves) {
        try {
          tasks.take().run();
        } catch (InterruptedException e) {
          // the interrupt came after the end of the cell
        } catch (Throwable e) {
          ServiceLoop.report(e); // the thread of the cells stays the same
        }
      }
    }
  }
}
