package org.entroscope.corpus;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.entroscope.files.Reason;

/** Says which file or entry could not be read, which the errors of streams do not. */
final class NamedCursor implements Cursor {

  private static final int ENTRY_CHARS = 80;

  /** What to do may take a few lines. */
  private static final int MOST_ADVICE = 400;

  private final String prefix;
  private final Cursor cursor;

  /** Opens a cursor. */
  @FunctionalInterface
  interface Opening {
    Cursor open() throws IOException;
  }

  private NamedCursor(String prefix, Opening opening) throws IOException {
    this.prefix = prefix;
    cursor = named(opening::open);
  }

  /** Failures begin with "cannot read", and the path or address. */
  static NamedCursor ofFile(Object file, Opening opening) throws IOException {
    Object whole = file instanceof Path path ? path.toAbsolutePath() : file;
    return new NamedCursor("cannot read " + whole + ": ", opening);
  }

  /** Failures begin with the entry's name; the archive's comes before it. */
  static NamedCursor ofEntry(String entry, Opening opening) throws IOException {
    boolean fits = entry.length() <= ENTRY_CHARS;
    return new NamedCursor(
        (fits ? entry : entry.substring(0, ENTRY_CHARS) + "...") + ": ", opening);
  }

  @Override
  public Document next() throws IOException {
    return named(cursor::next);
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  /** Damaged input fails in libraries in many ways, not with an IOException alone. */
  private <T> T named(Step<T> step) throws IOException {
    try {
      return step.take();
    } catch (CancellationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new IOException(prefix + reason(e), e);
    }
  }

  private static String reason(Exception failure) {
    if (failure instanceof EOFException) {
      return Reason.of(failure) + "; fetch or copy it again";
    }
    String words = failure.getMessage();
    boolean severalLines = words != null && words.contains("\n") && words.length() <= MOST_ADVICE;
    return severalLines ? words : Reason.of(failure);
  }

  @Override
  public void close() throws IOException {
    cursor.close();
  }
}
