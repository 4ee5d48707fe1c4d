package org.entroscope.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Runs work on several threads and stops at once if the caller is interrupted. The threads are
 * interrupted too; work that ignores the interrupt ends later in the background.
 */
final class ParallelWork implements AutoCloseable {

  private final ExecutorService pool;
  private final String task;

  /**
   * @param task the name of the work, for example "tokenizing"
   */
  ParallelWork(String task) {
    this.task = task;
    pool =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            work -> {
              Thread thread = new Thread(work, "entroscope-" + task);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Applies a function to every item, on all processors.
   *
   * @return the results, in the order of the items
   * @throws CancellationException if the calling thread is interrupted; the interrupt status is
   *     cleared
   * @throws RuntimeException or an {@link Error}, if the function throws it
   */
  <T, R> List<R> map(List<T> items, Function<T, R> function) {
    List<Callable<R>> calls = new ArrayList<>();
    items.forEach(item -> calls.add(() -> function.apply(item)));
    List<R> results = new ArrayList<>();
    try {
      for (Future<R> future : pool.invokeAll(calls)) {
        results.add(future.get());
      }
    } catch (InterruptedException e) {
      throw new CancellationException(task + " was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause(); // a function throws no other
    }
    return results;
  }

  /** Stops the work that is still running. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
