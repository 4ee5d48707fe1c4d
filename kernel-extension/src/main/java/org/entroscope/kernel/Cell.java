package org.entroscope.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.entroscope.notebook.CellOutput;
import org.entroscope.notebook.DisplayBundle;

/**
 * One execution of a cell. It receives the cell's output from all threads, even after the cell has
 * ended.
 *
 * <p>Text is collected and sent a few times per second, and before anything else is shown.
 */
final class Cell implements CellOutput {

  /** Sends output to Jupyter. */
  interface Wire {
    void text(boolean error, String text);

    void display(DisplayBundle bundle, String id, boolean update);
  }

  private static final int FLUSH_AT = 1 << 16;

  private final String id;
  private final Wire wire;
  private byte[] collected = new byte[256];
  private int count;
  private boolean error;

  /**
   * Creates an execution.
   *
   * @param id an identifier of the cell that is the same for all of its executions
   */
  Cell(String id, Wire wire) {
    this.id = id;
    this.wire = wire;
  }

  /** Receives bytes of standard output or standard error. */
  synchronized void write(boolean toError, byte[] bytes, int offset, int length) {
    if (toError != error) {
      flush();
      error = toError;
    }
    if (count + length > collected.length) {
      collected = Arrays.copyOf(collected, Math.max(count + length, 2 * collected.length));
    }
    System.arraycopy(bytes, offset, collected, count, length);
    count += length;
    if (count >= FLUSH_AT) {
      flush();
    }
  }

  /** Sends the text collected so far, except an incomplete last character. */
  synchronized void flush() {
    int whole = wholeCharacters();
    if (whole > 0) {
      String text = new String(collected, 0, whole, StandardCharsets.UTF_8);
      System.arraycopy(collected, whole, collected, 0, count - whole);
      count -= whole;
      wire.text(error, text);
    }
  }

  private int wholeCharacters() {
    int start = count;
    while (start > 0 && count - start < 4 && (collected[start - 1] & 0xC0) == 0x80) {
      start--; // skip continuation bytes of UTF-8
    }
    if (start == 0) {
      return count;
    }
    int lead = collected[start - 1] & 0xFF;
    int needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return needed > count - start + 1 ? start - 1 : count;
  }

  @Override
  public void display(DisplayBundle bundle, String id) {
    flush();
    wire.display(bundle, id, false);
  }

  @Override
  public void update(DisplayBundle bundle, String id) {
    wire.display(bundle, id, true);
  }

  @Override
  public String cell() {
    return id;
  }

  @Override
  public Object execution() {
    return this;
  }
}
