package org.entroscope.notebook;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A thread that nobody interrupts, for messages to Jupyter. The interrupt button interrupts the
 * thread of the cell; if that is about to send a message just then, ZeroMQ breaks it off with an
 * error, and what was to stop after its step dies in the middle of it.
 */
public final class Undisturbed {

  private static volatile Thread thread;

  private static final ExecutorService SENDING =
      Executors.newSingleThreadExecutor(
          task -> {
            // without the caller's inheritable state: it works for every cell
            thread = new Thread(null, task, "entroscope-sending", 0, false);
            thread.setDaemon(true);
            return thread;
          });

  private Undisturbed() {}

  /**
   * Runs a task there and waits for its end. An interrupt of the caller stays to be seen after it.
   *
   * @throws RuntimeException what the task throws
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
      throw (RuntimeException) e.getCause(); // a Runnable throws nothing else
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
