package org.entroscope.hub;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.entroscope.progress.Progress;

/**
 * Counts the resolver's downloads and makes them interruptible. A thread that waits for a silent
 * server cannot be interrupted, so the resolver runs on a separate thread, and its caller waits for
 * that thread.
 */
final class MavenTransfers extends AbstractTransferListener {

  private static final int POLL_MILLIS = 50;

  private final AtomicLong bytes = new AtomicLong();
  private volatile String file = "";
  private volatile boolean cancelled;
  private long told;

  @Override
  public void transferProgressed(TransferEvent event) throws TransferCancelledException {
    checkCancelled();
    file = event.getResource().getFile().getName();
    bytes.addAndGet(event.getDataLength());
  }

  @Override
  public void transferInitiated(TransferEvent event) throws TransferCancelledException {
    checkCancelled();
  }

  private void checkCancelled() throws TransferCancelledException {
    if (cancelled) {
      throw new TransferCancelledException("interrupted");
    }
  }

  /** Returns the number of bytes received so far. */
  long bytes() {
    return bytes.get();
  }

  /**
   * Runs work of the resolver that has this object as its listener, and waits for it.
   *
   * @param progress the progress that counts the bytes
   * @throws CancellationException if the calling thread is interrupted; the work then ends at its
   *     next transfer
   * @throws Exception if the work throws it
   */
  <T> T await(Callable<T> work, Progress progress) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(work.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            },
            "entroscope-maven");
    thread.setDaemon(true);
    thread.start();
    try {
      while (true) {
        try {
          T value = result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
          tell(progress);
          return value;
        } catch (TimeoutException e) {
          tell(progress);
        }
      }
    } catch (InterruptedException e) {
      cancelled = true;
      throw new CancellationException("getting libraries was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }

  private void tell(Progress progress) {
    long now = bytes();
    if (now > told) {
      progress.note(file);
      progress.count(now - told);
      told = now;
    }
  }
}
