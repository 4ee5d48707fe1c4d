package org.entroscope.corpus;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.entroscope.files.Reason;

/** Adds the name of the file or entry to failures of streams, which do not contain it. */
final class NamedCursor implements Cursor {

  private static final int ENTRY_CHARS = 80;

  /** The longest advice, which may take a few lines. */
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

  /** Returns a cursor whose failures begin with "cannot read" and the path or address. */
  static NamedCursor ofFile(Object file, Opening opening) throws IOException {
    Object whole = file instanceof Path path ? path.toAbsolutePath() : file;
    return new NamedCursor("cannot read " + whole + ": ", opening);
  }

  /** Returns a cursor whose failures begin with the entry's name, after the name of the archive. */
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

  /**
   * Runs a step and adds the name to its failure. Libraries fail on damaged input in many ways, not
   * only with an IOException.
   */
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
