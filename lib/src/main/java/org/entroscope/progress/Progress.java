package org.entroscope.progress;

import java.util.concurrent.CancellationException;

/**
 * One piece of long work, from its begin to its end. Used in a try block: work that is left without
 * {@link #finish} shows as stopped.
 *
 * <p>Reports reach the display at most twice a second, so {@link #advance} may be called in an
 * inner loop. Not safe for use by several threads at once.
 */
public final class Progress implements AutoCloseable {

  private static final long INTERVAL_NANOS = 500_000_000L;

  private static volatile ProgressDisplay display = new TerminalDisplay(System.err);

  private final ProgressDisplay shownOn = display;
  private final String task;
  private final long total;
  private final String unit;
  private final long begun = System.nanoTime();
  private long lastShown = begun;
  private long done;
  private String note = "";
  private boolean ended;

  private Progress(String task, long total, String unit) {
    this.task = task;
    this.total = total;
    this.unit = unit;
  }

  /**
   * Begins a piece of work.
   *
   * @param task what is done, "Tokenizing" for example
   * @param total how many units there are, or a negative number if that is not known
   * @param unit what is counted: "files", "bytes", "steps"
   */
  public static Progress begin(String task, long total, String unit) {
    return new Progress(task, total, unit);
  }

  /** Sends the reports of all work that begins from now on to another display. */
  public static void showOn(ProgressDisplay other) {
    display = other;
  }

  /**
   * Counts units done.
   *
   * @throws CancellationException if the thread was interrupted: the work ends here, and the
   *     interrupt is consumed
   */
  public void advance(long units) {
    if (Thread.interrupted()) {
      throw new CancellationException(task + " was interrupted");
    }
    count(units);
  }

  /** Counts units done, for work that looks out for interrupts itself. */
  public void count(long units) {
    done += units;
    if (System.nanoTime() - lastShown >= INTERVAL_NANOS) {
      show(ProgressState.Phase.RUNNING);
    }
  }

  /** Sets the words beside the bar, shown with the next report. */
  public void note(String note) {
    this.note = note;
  }

  /** Ends the work well; the summary replaces the note. */
  public void finish(String summary) {
    note = summary;
    end(ProgressState.Phase.FINISHED);
  }

  /** Ends the work as stopped, unless it was finished. */
  @Override
  public void close() {
    end(ProgressState.Phase.STOPPED);
  }

  private void end(ProgressState.Phase phase) {
    if (!ended) {
      ended = true;
      show(phase);
    }
  }

  private void show(ProgressState.Phase phase) {
    lastShown = System.nanoTime();
    shownOn.show(
        this, new ProgressState(task, done, total, unit, (lastShown - begun) / 1e9, note, phase));
  }
}
