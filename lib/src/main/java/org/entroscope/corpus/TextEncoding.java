package org.entroscope.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The encoding that the byte order mark of a text gives: UTF-8, UTF-16 or UTF-32, in either byte
 * order; UTF-8 if there is no mark. The mark is not part of the text.
 *
 * @param charset the character set of the text after the mark
 * @param markBytes the length of the mark in bytes; 0 if there is none
 */
record TextEncoding(Charset charset, int markBytes) {

  /** The number of bytes that are examined. */
  static final int PROBE_BYTES = 4;

  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
  private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

  /** Returns the encoding of a text that begins with these bytes. */
  static TextEncoding of(byte[] start) {
    if (begins(start, 0xff, 0xfe, 0, 0)) {
      return new TextEncoding(UTF_32LE, 4);
    } else if (begins(start, 0, 0, 0xfe, 0xff)) {
      return new TextEncoding(UTF_32BE, 4);
    } else if (begins(start, 0xff, 0xfe)) {
      return new TextEncoding(StandardCharsets.UTF_16LE, 2);
    } else if (begins(start, 0xfe, 0xff)) {
      return new TextEncoding(StandardCharsets.UTF_16BE, 2);
    } else if (begins(start, 0xef, 0xbb, 0xbf)) {
      return new TextEncoding(StandardCharsets.UTF_8, 3);
    }
    return new TextEncoding(StandardCharsets.UTF_8, 0);
  }

  /**
   * Returns the encoding of JSON. JSON begins with an ASCII character, so its zero bytes
   * distinguish UTF-16 and UTF-32 even without a mark (RFC 4627, section 3).
   */
  static TextEncoding ofJson(byte[] start) {
    TextEncoding marked = of(start);
    if (marked.markBytes > 0 || start.length < 2) {
      return marked;
    }
    boolean wide = start.length >= 4;
    if (start[0] == 0) {
      return new TextEncoding(wide && start[1] == 0 ? UTF_32BE : StandardCharsets.UTF_16BE, 0);
    } else if (start[1] == 0) {
      boolean four = wide && start[2] == 0 && start[3] == 0;
      return new TextEncoding(four ? UTF_32LE : StandardCharsets.UTF_16LE, 0);
    }
    return marked;
  }

  private static boolean begins(byte[] start, int... mark) {
    boolean same = start.length >= mark.length;
    for (int i = 0; same && i < mark.length; i++) {
      same = (start[i] & 0xff) == mark[i];
    }
    return same;
  }

  /**
   * Returns a reader of the text after the mark, in which U+FFFD replaces each invalid sequence.
   */
  Reader reader(InputStream in) {
    return isUtf16()
        ? new Utf16Reader(in, charset.equals(StandardCharsets.UTF_16LE))
        : new InputStreamReader(in, charset);
  }

  private boolean isUtf16() {
    return charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE);
  }

  /**
   * Returns a reader of JSON. Reading fails with a CharacterCodingException if bytes are not valid
   * UTF-8 or UTF-32. Unpaired surrogates of UTF-16 become U+FFFD.
   */
  static Reader json(InputStream in) throws IOException {
    PushbackInputStream all = new PushbackInputStream(in, PROBE_BYTES);
    byte[] start = all.readNBytes(PROBE_BYTES);
    TextEncoding encoding = ofJson(start);
    all.unread(start, encoding.markBytes, start.length - encoding.markBytes);
    return encoding.isUtf16()
        ? encoding.reader(all)
        : new InputStreamReader(
            all, encoding.charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
  }
}
