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
 * The encoding that the first bytes of a text announce: UTF-8, UTF-16 or UTF-32, in either order of
 * bytes, by a byte order mark; UTF-8 without one. The mark is no part of the text.
 *
 * @param charset how to decode what follows the mark
 * @param markBytes how long the mark is; 0 if there is none
 */
record TextEncoding(Charset charset, int markBytes) {

  /** How many bytes are looked at. */
  static final int PROBE_BYTES = 4;

  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
  private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

  /** The encoding of a text that begins with these bytes. */
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
   * The encoding of JSON, which begins with an ASCII character, so that its zero bytes tell UTF-16
   * and UTF-32 apart even without a mark (RFC 4627, section 3).
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

  /** What follows the mark as characters, with U+FFFD in place of each invalid sequence. */
  Reader reader(InputStream in) {
    return isUtf16()
        ? new Utf16Reader(in, charset.equals(StandardCharsets.UTF_16LE))
        : new InputStreamReader(in, charset);
  }

  private boolean isUtf16() {
    return charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE);
  }

  /**
   * JSON as characters; reading fails with a CharacterCodingException where bytes are not UTF-8 or
   * UTF-32. Unpaired surrogates of UTF-16 become U+FFFD.
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
