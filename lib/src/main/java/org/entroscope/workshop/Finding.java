package org.entroscope.workshop;

import java.util.Locale;

/**
 * The result of checking an answer.
 *
 * @param right whether the answer is right
 * @param words the explanation, or what is wrong
 */
record Finding(boolean right, String words) {

  /** Creates the finding that an answer is right; formats the words like {@link String#format}. */
  static Finding right(String words, Object... values) {
    return new Finding(true, String.format(Locale.ROOT, words, values));
  }

  /** Creates the finding that an answer is wrong; formats the words like {@link String#format}. */
  static Finding off(String words, Object... values) {
    return new Finding(false, String.format(Locale.ROOT, words, values));
  }
}
