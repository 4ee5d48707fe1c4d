package org.entroscope.progress;

import java.util.concurrent.CancellationException;

/**
 * Reports the progress of one long task. Use it in a try-with-resources block: a task that is
 * closed before {@link #finish} is shown as stopped.
 *
 * <p>Reports reach the display at most twice a second, so {@link #advance} may be called in an
 * inner loop. A Progress is not safe for use by several threads at once.
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
   * Begins a task.
   *
   * @param task the name of the task, for example "Tokenizing"
   * @param total the total number of units, or a negative number if it is not known
   * @param unit the name of the units, for example "files", "bytes" or "steps"
   */
  public static Progress begin(String task, long total, String unit) {
    return new Progress(task, total, unit);
  }

  /** Sets the display for all tasks that begin from now on. */
  public static void showOn(ProgressDisplay other) {
    display = other;
  }

  /**
   * Adds to the number of units done.
   *
   * @throws CancellationException if the thread was interrupted: the task ends here, and the
   *     interrupt status is cleared
   */
  public void advance(long units) {
    if (Thread.interrupted()) {
      throw new CancellationException(task + " was interrupted");
    }
    count(units);
  }

  /** Adds to the number of units done, for tasks that check for interrupts themselves. */
  public void count(long units) {
    done += units;
    if (System.nanoTime() - lastShown >= INTERVAL_NANOS) {
      show(ProgressState.Phase.RUNNING);
    }
  }

  /** Sets the text beside the progress bar. It is shown with the next report. */
  public void note(String note) {
    this.note = note;
  }

  /** Ends the task as finished; the summary replaces the note. */
  public void finish(String summary) {
    note = summary;
    end(ProgressState.Phase.FINISHED);
  }

  /** Ends the task as stopped, unless it has finished. */
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
