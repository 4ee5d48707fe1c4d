package org.entroscope.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * Decodes UTF-16. U+FFFD replaces only an unpaired surrogate; Java's own decoder also drops the
 * character after it.
 */
final class Utf16Reader extends Reader {

  private static final char REPLACEMENT = '\uFFFD';
  private static final int END = -1;
  private static final int NONE = -2;

  private final InputStream in;
  private final boolean littleEndian;
  private final byte[] bytes = new byte[1 << 13];
  private int at;
  private int filled;
  private int ahead = NONE; // a unit that was read too early, or END
  private int second = NONE; // the second unit of a pair whose first unit was returned

  Utf16Reader(InputStream in, boolean littleEndian) {
    this.in = in;
    this.littleEndian = littleEndian;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    int count = 0;
    while (count < length) {
      int next = next();
      if (next == END) {
        return count == 0 ? -1 : count;
      }
      target[offset + count++] = (char) next;
    }
    return count;
  }

  private int next() throws IOException {
    if (second != NONE) {
      int given = second;
      second = NONE;
      return given;
    }
    int unit = ahead == NONE ? unit() : ahead;
    ahead = unit == END ? END : NONE;
    if (unit == END || !Character.isSurrogate((char) unit)) {
      return unit;
    }
    if (Character.isLowSurrogate((char) unit)) {
      return REPLACEMENT;
    }
    int following = unit();
    if (following != END && Character.isLowSurrogate((char) following)) {
      second = following;
      return unit;
    }
    ahead = following;
    return REPLACEMENT;
  }

  /** Reads two bytes; a single byte at the end is an error. */
  private int unit() throws IOException {
    int first = read8();
    int last = first < 0 ? first : read8();
    if (first < 0) {
      return END;
    } else if (last < 0) {
      return REPLACEMENT;
    }
    return littleEndian ? last << 8 | first : first << 8 | last;
  }

  private int read8() throws IOException {
    if (at == filled) {
      filled = Math.max(0, in.read(bytes));
      at = 0;
    }
    return at < filled ? bytes[at++] & 0xff : -1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
