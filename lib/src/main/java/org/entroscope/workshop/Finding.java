package org.entroscope.workshop;

import java.util.Locale;

/**
 * The result of checking an answer.
 *
 * @param right whether the answer is right
 * @param words why the answer is right, or what is wrong with it
 */
record Finding(boolean right, String words) {

  /** Returns a finding for a right answer. The words are formatted like {@link String#format}. */
  static Finding right(String words, Object... values) {
    return new Finding(true, String.format(Locale.ROOT, words, values));
  }

  /** Returns a finding for a wrong answer. The words are formatted like {@link String#format}. */
  static Finding off(String words, Object... values) {
    return new Finding(false, String.format(Locale.ROOT, words, values));
  }
}
