package org.entroscope.tokens;

/** Converts text to a form that can be encoded as UTF-8. */
public final class WellFormed {

  private static final char REPLACEMENT = '\uFFFD';

  private WellFormed() {}

  /**
   * Returns the text with every unpaired surrogate replaced by U+FFFD, as Python and the Unicode
   * standard do. Java itself would write a question mark, and native libraries would garble the
   * neighbouring characters.
   */
  public static String of(String text) {
    StringBuilder mended = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean paired =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (paired) {
        i++;
      } else {
        mended = mended == null ? new StringBuilder(text) : mended;
        mended.setCharAt(i, REPLACEMENT);
      }
    }
    return mended == null ? text : mended.toString();
  }
}
