package org.entroscope.corpus;

import java.io.Closeable;
import java.io.IOException;

/**
 * Returns documents one after another. It is an iterator because a stream's flatMap would buffer
 * whole archives.
 */
interface Cursor extends Closeable {

  /** Returns the next document, or null at the end. */
  Document next() throws IOException;

  @Override
  default void close() throws IOException {}
}
