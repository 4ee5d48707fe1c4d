package org.entroscope.kernel;

import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that cells run in: always the same one, because native engines keep state a thread.
 *
 * <p>An interrupted cell gets {@link Thread#interrupt()} and stops at its next loop or wait. Code
 * of Entroscope that is at work then has {@link #PATIENCE_SECONDS} to end its step and return what
 * it has; other code has {@link #GRACE_SECONDS}, counted from the end of a library's static
 * initialiser if one is at work. A thread that still runs on is left behind: the cell ends without
 * it, and a new thread takes over.
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
   * Runs code in the cells' thread and waits for it.
   *
   * @throws CellInterruptedException if the code did not end in time after an interrupt
   * @throws Throwable what the code throws
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
      LockSupport.parkNanos(attempt, WAIT_NANOS); // needs no memory: there may be none
      if (roomy && HeapReserve.isExhausted()) {
        Interrupts.exhaust(mine.thread);
        roomy = false; // once a call: what is left then ends the cell, or suffices
      }
      if (wasInterrupted()) {
        Interrupts.deliver(mine.thread);
      }
      if (!attempt.done && isOverdue(mine)) {
        leave(mine);
        throw new CellInterruptedException(
            "interrupted; the code did not stop and runs on in the background."
                + " Restart the kernel to end it");
      }
    }
    return attempt.result();
  }

  /** Code, and what it returned or threw. Ends without needing memory, since there may be none. */
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
        Thread.interrupted(); // what the code did not take notice of ends with it
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

  /** Begins a cell: interrupts from before do not count any more. */
  void beginCell() {
    interruptedAt = NEVER;
    again = false;
    Worker current = worker;
    if (current != null) {
      Interrupts.clear(current.thread);
    }
  }

  /** Asks the running code to stop; asked a second time, the cell does not wait for it. */
  void interrupt() {
    again = interruptedAt != NEVER;
    // before the thread is asked: code that is about to begin must see it
    deliveredAt = System.nanoTime();
    interruptedAt = deliveredAt;
    Worker current = worker;
    if (current != null) {
      Interrupts.stop(current.thread);
    }
  }

  /**
   * Refuses to go on with a cell that was interrupted between two of its statements.
   *
   * @throws CellInterruptedException if it was
   */
  void checkInterrupted() {
    if (wasInterrupted()) {
      throw new CellInterruptedException("interrupted");
    }
  }

  /** The cell's code is over: what follows, showing its value, may have loops again. */
  void settle() {
    Worker current = worker;
    if (current != null) {
      Interrupts.clear(current.thread);
    }
  }

  /** Whether the cell that runs, or ran last, was interrupted. */
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

  // Entroscope's long work looks at the interrupt every step, and returns what it has
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
          // an interrupt that came when the cell was over
        } catch (Throwable e) {
          ServiceLoop.report(e); // the cells' thread stays the same one
        }
      }
    }
  }
}
