package org.entroscope.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of one file, in parts where it is long.
 *
 * <p>A file with a zero byte among its first {@link #PROBE_BYTES} is binary and has no documents:
 * the rule of git and diff, which also leaves UTF-16 out. Everything else is read as UTF-8, with
 * U+FFFD in place of each sequence that is not; a file in another encoding still shows its ASCII.
 */
final class TextCursor implements Cursor {

  /** The longest document; a longer file is cut at the last line end before it. */
  static final int PART_CHARS = 1 << 20;

  private static final int PROBE_BYTES = 8000;

  private final String name;
  private final Reader reader;
  private final int partChars;
  private char[] buffer = new char[1 << 14];
  private int filled;
  private int parts;
  private boolean ended;

  TextCursor(String name, InputStream in) throws IOException {
    this(name, in, PART_CHARS);
  }

  TextCursor(String name, InputStream in, int partChars) throws IOException {
    this.name = name;
    this.partChars = partChars;
    byte[] probe = in.readNBytes(PROBE_BYTES);
    reader =
        new InputStreamReader(
            new SequenceInputStream(new ByteArrayInputStream(probe), in), StandardCharsets.UTF_8);
    for (byte b : probe) {
      ended |= b == 0;
    }
  }

  @Override
  public Document next() throws IOException {
    if (ended) {
      return null;
    }
    fill();
    if (filled == 0) {
      return null;
    }
    int end = ended ? filled : cut(buffer, filled - 1);
    String text = new String(buffer, 0, end);
    System.arraycopy(buffer, end, buffer, 0, filled - end);
    filled -= end;
    boolean whole = ended && parts == 0;
    return new Document(name, whole ? 0 : ++parts, text);
  }

  private void fill() throws IOException {
    // one character more than a part, so that a file of exactly one part is seen to end
    while (!ended && filled <= partChars) {
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.min(2 * filled, partChars + 1));
      }
      int read = reader.read(buffer, filled, Math.min(buffer.length, partChars + 1) - filled);
      if (read < 0) {
        ended = true;
      } else {
        filled += read;
      }
    }
  }

  /** Where to cut text of which more follows: after its last line end, else before a pair. */
  static int cut(char[] text, int length) {
    for (int i = length; i > 0; i--) {
      if (text[i - 1] == '\n') {
        return i;
      }
    }
    return length > 1 && Character.isHighSurrogate(text[length - 1]) ? length - 1 : length;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
