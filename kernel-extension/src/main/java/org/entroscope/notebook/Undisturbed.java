package org.entroscope.notebook;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A thread that is never interrupted, for messages to Jupyter. The interrupt button interrupts the
 * thread of the cell. If this thread were sending a message at that moment, ZeroMQ would abort with
 * an error, and the cell's work would fail in the middle of a step instead of stopping after it.
 */
public final class Undisturbed {

  private static volatile Thread thread;

  private static final ExecutorService SENDING =
      Executors.newSingleThreadExecutor(
          task -> {
            // without the caller's inheritable state, because the thread works for every cell
            thread = new Thread(null, task, "entroscope-sending", 0, false);
            thread.setDaemon(true);
            return thread;
          });

  private Undisturbed() {}

  /**
   * Runs a task in this thread and waits for its end. An interrupt of the caller remains set.
   *
   * @throws RuntimeException the exception of the task
   */
  public static void run(Runnable task) {
    if (Thread.currentThread() == thread) {
      task.run();
      return;
    }
    Future<?> sent = SENDING.submit(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          sent.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause(); // a Runnable throws no checked exceptions
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
