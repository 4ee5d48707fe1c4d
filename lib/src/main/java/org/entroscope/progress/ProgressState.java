package org.entroscope.progress;

import java.util.Locale;

/**
 * The progress of a task at one moment.
 *
 * @param task the name of the task
 * @param done the number of units done
 * @param total the total number of units; negative if it is not known
 * @param unit the name of the units
 * @param seconds the seconds since the task began
 * @param note a short text, or the summary of a finished task; may be empty
 * @param phase whether the task is running, finished or stopped
 */
public record ProgressState(
    String task, long done, long total, String unit, double seconds, String note, Phase phase) {

  /** The phase of a task: running, finished or stopped. */
  public enum Phase {
    RUNNING,
    FINISHED,
    STOPPED
  }

  /** Returns the seconds left at the average pace so far, or NaN if they cannot be estimated. */
  public double secondsLeft() {
    return total < 0 || done == 0 ? Double.NaN : seconds / done * (total - done);
  }

  /** Returns the progress as one line of text. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(task).append(": ");
    if (phase == Phase.STOPPED) {
      line.append("stopped at ");
    }
    line.append("%,d".formatted(done));
    if (total >= 0) {
      line.append(" of %,d".formatted(total));
    }
    line.append(' ').append(unit);
    line.append(String.format(Locale.ROOT, ", %.1f s", seconds));
    if (phase == Phase.RUNNING && Double.isFinite(secondsLeft())) {
      line.append(String.format(Locale.ROOT, ", %.0f s left", secondsLeft()));
    }
    return note.isEmpty() ? line.toString() : line.append("; ").append(note).toString();
  }
}
