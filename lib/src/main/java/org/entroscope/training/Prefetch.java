package org.entroscope.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongFunction;
import org.entroscope.engine.PyTorch;
import org.entroscope.model.Gpt;
import org.entroscope.model.Tokens;
import org.entroscope.tokens.Batches;

/**
 * Prepares batches on a separate thread while the model computes: reads them from the token file,
 * checks them, and copies them to the model's device. The batches have the order of {@link
 * Batches}. At most {@value #AHEAD} batches wait while one more is prepared.
 *
 * <p>Only one thread may take batches, and it must close them.
 */
final class Prefetch implements AutoCloseable {

  static final int AHEAD = 2;

  /** The name of the thread. */
  static final String THREAD = "entroscope-batches";

  private final BlockingQueue<Prepared> queue = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;
  private final long end;
  private long next;

  /**
   * A batch on the model's device.
   *
   * @param manager the manager that owns the tokens
   * @param tokens the token ids, (B, T)
   */
  record Batch(NDManager manager, NDArray tokens) implements AutoCloseable {
    @Override
    public void close() {
      manager.close();
    }
  }

  /** A batch, or the failure to prepare it. */
  private record Prepared(Batch batch, Throwable failure) {}

  /**
   * Begins to prepare batches.
   *
   * @param first the number of the first batch
   * @param end the number of the last batch plus one
   */
  Prefetch(LongFunction<Batch> source, long first, long end) {
    this.end = end;
    next = first;
    thread = new Thread(() -> prepare(source, first), THREAD);
    thread.setDaemon(true);
    thread.start();
  }

  /** Prepares batches for a model. */
  static Prefetch of(Gpt gpt, Batches batches, long first, long end) {
    return new Prefetch(number -> batch(gpt, batches, number), first, end);
  }

  private static Batch batch(Gpt gpt, Batches batches, long number) {
    NDManager manager = PyTorch.manager(gpt.device());
    try {
      return new Batch(
          manager, Tokens.batch(gpt, manager, batches.at(number), batches.batchSize()));
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  private void prepare(LongFunction<Batch> source, long first) {
    for (long number = first; number < end; number++) {
      Prepared prepared = prepared(source, number);
      try {
        queue.put(prepared);
      } catch (InterruptedException e) { // by close()
        discard(prepared);
        return;
      }
      if (prepared.failure != null) {
        return;
      }
    }
  }

  private static Prepared prepared(LongFunction<Batch> source, long number) {
    try {
      return new Prepared(source.apply(number), null);
    } catch (RuntimeException | Error e) {
      return new Prepared(null, e);
    }
  }

  private static void discard(Prepared prepared) {
    if (prepared.batch != null) {
      prepared.batch.close();
    }
  }

  /**
   * Returns the next batch. An interrupt does not end the wait, which is short; the interrupt
   * status is kept.
   *
   * @throws RuntimeException if the batch could not be prepared
   * @throws NoSuchElementException after the last batch
   */
  Batch next() {
    if (next == end) {
      throw new NoSuchElementException("batch " + end + " was not requested");
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return taken(queue.take());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Batch taken(Prepared prepared) {
    next++;
    if (prepared.failure instanceof Error error) {
      throw error;
    }
    if (prepared.failure instanceof RuntimeException exception) {
      throw exception;
    }
    return prepared.batch;
  }

  /** Stops the thread, waits until it has ended, and frees the batches that were not taken. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    List<Prepared> left = new ArrayList<>();
    queue.drainTo(left);
    left.forEach(Prefetch::discard);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
