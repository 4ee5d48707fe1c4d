package org.entroscope.files;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Runs work that a JVM does only once, such as the first use of a library, on a thread that is
 * never interrupted. Some libraries swallow an interrupt while they are loaded; others fail, and a
 * class whose initialiser fails can never be used again in that JVM.
 */
public final class FirstLoad {

  private FirstLoad() {}

  /**
   * Runs the work on a separate thread and waits for it, however often the calling thread is
   * interrupted. Afterwards the calling thread's interrupt status is set if it was interrupted.
   *
   * @throws RuntimeException or an {@link Error}, if the work throws it
   */
  public static void run(Runnable work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            },
            "entroscope-first-load");
    thread.setDaemon(true);
    thread.start();
    try {
      done.join(); // waits through interrupts, and keeps them
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException unchecked ? unchecked : e;
    }
  }
}
