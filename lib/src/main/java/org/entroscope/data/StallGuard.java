package org.entroscope.data;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Closes a stream that has been silent for too long, so that its reader does not wait forever. */
final class StallGuard implements AutoCloseable {

  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "entroscope-stall-guard");
            thread.setDaemon(true);
            return thread;
          });
  private final Duration patience;
  private volatile long heard = System.nanoTime();
  private volatile boolean stalled;

  StallGuard(InputStream in, Duration patience) {
    this.patience = patience;
    long interval = Math.max(1, patience.toMillis() / 4);
    watch.scheduleWithFixedDelay(() -> look(in), interval, interval, TimeUnit.MILLISECONDS);
  }

  private void look(InputStream in) {
    if (System.nanoTime() - heard > patience.toNanos()) {
      stalled = true;
      watch.shutdown();
      try {
        in.close();
      } catch (IOException e) {
        // its reader will be told
      }
    }
  }

  /** Something came. */
  void heard() {
    heard = System.nanoTime();
  }

  /** Fails if the stream ended because it was silent. */
  void check() throws IOException {
    if (stalled) {
      throw new IOException("the server was silent for " + patience.toMillis() / 1000.0 + " s");
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
