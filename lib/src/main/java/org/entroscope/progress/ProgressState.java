package org.entroscope.progress;

import java.util.Locale;

/**
 * How far a piece of work is.
 *
 * @param task what is done
 * @param done units done
 * @param total units in all, negative if not known
 * @param unit what is counted
 * @param seconds since the work began
 * @param note a few words more, or the summary of finished work; may be empty
 * @param phase whether it goes on
 */
public record ProgressState(
    String task, long done, long total, String unit, double seconds, String note, Phase phase) {

  /** Whether work goes on. */
  public enum Phase {
    RUNNING,
    FINISHED,
    STOPPED
  }

  /** Seconds left at the pace so far, or NaN where that cannot be told. */
  public double secondsLeft() {
    return total < 0 || done == 0 ? Double.NaN : seconds / done * (total - done);
  }

  /** One readable line. */
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
