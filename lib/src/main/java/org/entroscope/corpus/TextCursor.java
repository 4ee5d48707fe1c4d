package org.entroscope.corpus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.entroscope.corpus.Omissions.Why;

/**
 * Reads the text of one file, in parts if it is long.
 *
 * <p>A byte order mark gives the Unicode encoding of a file ({@link TextEncoding}); without one it
 * is read as UTF-8. U+FFFD replaces each invalid sequence, so a file in another encoding keeps its
 * ASCII characters. A file is binary and has no documents if there is a zero among its first {@link
 * #PROBE_BYTES} bytes, or among its first characters after a mark of UTF-16 or UTF-32; git and diff
 * use the same rule. A file is also binary if many sequences after its mark are invalid in that
 * encoding.
 */
final class TextCursor implements Cursor {

  /** The longest document; a longer file is cut at the last line end before it. */
  static final int PART_CHARS = 1 << 20;

  private static final int PROBE_BYTES = 8000;

  /**
   * After a mark, one in this number of characters may be invalid, for example a cut surrogate
   * pair.
   */
  private static final int VALID_FOR_ONE_INVALID = 100;

  private final String name;
  private final Omissions omissions;
  private final Reader reader;
  private final int partChars;
  private final boolean binary;
  private char[] buffer = new char[1 << 14];
  private int filled;
  private int parts;
  private boolean ended;

  TextCursor(String name, InputStream in, Omissions omissions) throws IOException {
    this(name, in, omissions, PART_CHARS);
  }

  TextCursor(String name, InputStream in, Omissions omissions, int partChars) throws IOException {
    this.name = name;
    this.omissions = omissions;
    this.partChars = partChars;
    byte[] probe = in.readNBytes(PROBE_BYTES);
    TextEncoding encoding = TextEncoding.of(probe);
    int mark = encoding.markBytes();
    InputStream start = new ByteArrayInputStream(probe, mark, probe.length - mark);
    reader = encoding.reader(new SequenceInputStream(start, in));
    binary = isBinary(probe, encoding);
  }

  private static boolean isBinary(byte[] probe, TextEncoding encoding) {
    String text;
    if (encoding.charset().equals(StandardCharsets.UTF_8)) {
      text = new String(probe, StandardCharsets.ISO_8859_1);
    } else {
      // a probe that ends within a character has one invalid sequence
      text = new String(probe, encoding.charset());
      long invalid = text.chars().filter(c -> c == '\uFFFD').count();
      if (invalid > 1 + text.length() / VALID_FOR_ONE_INVALID) {
        return true;
      }
    }
    return text.indexOf('\0') >= 0;
  }

  @Override
  public Document next() throws IOException {
    if (binary) {
      leaveOut(Archives.isPacked(name) ? Why.PACKED : Why.BINARY);
      return null;
    }
    if (!ended) {
      fill();
    }
    if (filled == 0) {
      if (parts == 0) {
        leaveOut(Why.EMPTY);
      }
      return null;
    }
    int end = ended ? filled : cut(buffer, filled - 1);
    String text = new String(buffer, 0, end);
    System.arraycopy(buffer, end, buffer, 0, filled - end);
    filled -= end;
    parts++;
    boolean whole = ended && parts == 1;
    return new Document(name, whole ? 0 : parts, text);
  }

  private void leaveOut(Why why) {
    omissions.add(why, name);
  }

  private void fill() throws IOException {
    // read one character more than a part, to detect the end of a file of exactly one part
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

  /**
   * Returns where to cut a text that continues: after its last line end, otherwise not within a
   * surrogate pair.
   */
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
