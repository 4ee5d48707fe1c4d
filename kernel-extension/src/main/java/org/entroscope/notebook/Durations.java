package org.entroscope.notebook;

import java.util.Locale;

/** Seconds in words. */
final class Durations {

  private Durations() {}

  /** {@code 8.2 s}, {@code 75 s}, {@code 12 min 5 s}, {@code 3 h 20 min}. */
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
