package org.entroscope.notebook;

import java.util.Locale;

/** Formats a number of seconds. */
final class Durations {

  private Durations() {}

  /**
   * Returns a duration such as {@code 8.2 s}, {@code 75 s}, {@code 12 min 5 s} or {@code 3 h 20
   * min}.
   */
  static String of(double seconds) {
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 120) {
      return whole + " s";
    }
    return whole < 7200
        ? "%d min %d s".formatted(whole / 60, whole % 60)
        : "%d h %d min".formatted(whole / 3600, whole / 60 % 60);
  }
}
