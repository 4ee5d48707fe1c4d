package org.entroscope.tokens.isolated;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Kills a process that takes too long or whose caller is interrupted, because a read from a pipe
 * cannot be interrupted in another way.
 */
final class Watchdog implements AutoCloseable {

  private static final int POLL_MILLIS = 100;

  /** This timer also closes processes that have been idle for a while. */
  static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Process process;
  private final Thread caller = Thread.currentThread();
  private final long begin = System.nanoTime();
  private final Duration most;
  private final ScheduledFuture<?> polling;
  private volatile boolean over;
  private volatile boolean interrupted;

  private Watchdog(Process process, Duration most) {
    this.process = process;
    this.most = most;
    polling =
        TIMER.scheduleAtFixedRate(this::poll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  static Watchdog over(Process process, Duration most) {
    return new Watchdog(process, most);
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "tokenizer watchdog");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private void poll() {
    if (caller.isInterrupted()) {
      interrupted = true;
      process.destroyForcibly();
    } else if (System.nanoTime() - begin > most.toNanos()) {
      over = true;
      process.destroyForcibly();
    }
  }

  boolean wasInterrupted() {
    return interrupted;
  }

  boolean isOver() {
    return over;
  }

  @Override
  public void close() {
    polling.cancel(false);
  }
}
