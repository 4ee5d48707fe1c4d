package org.entroscope.workshop;

import java.util.Locale;

/**
 * What looking at an answer found.
 *
 * @param right whether it is right
 * @param words why, or what is off
 */
record Finding(boolean right, String words) {

  /** The answer is right; the words are formatted as by {@link String#format}. */
  static Finding right(String words, Object... values) {
    return new Finding(true, String.format(Locale.ROOT, words, values));
  }

  /** The answer is off; the words are formatted as by {@link String#format}. */
  static Finding off(String words, Object... values) {
    return new Finding(false, String.format(Locale.ROOT, words, values));
  }
}
