package org.entroscope.corpus;

import java.io.Closeable;
import java.io.IOException;

/** Concatenates cursors. Each is opened only when it is needed and closed before the next one. */
final class Concatenation implements Cursor {

  /** Opens the next cursor. */
  @FunctionalInterface
  interface Cursors {
    /** Returns the next cursor, or null at the end. */
    Cursor next() throws IOException;
  }

  private final Cursors cursors;
  private final Closeable owner;
  private Cursor current;

  /**
   * @param owner the resource that the cursors read from; it is closed at the end
   */
  Concatenation(Cursors cursors, Closeable owner) {
    this.cursors = cursors;
    this.owner = owner;
  }

  @Override
  public Document next() throws IOException {
    while (true) {
      if (current == null) {
        current = cursors.next();
        if (current == null) {
          return null;
        }
      }
      Document document = current.next();
      if (document != null) {
        return document;
      }
      current.close();
      current = null;
    }
  }

  @Override
  public void close() throws IOException {
    try (owner) {
      if (current != null) {
        current.close();
        current = null;
      }
    }
  }
}
