package org.entroscope.corpus;

import java.io.Closeable;
import java.io.IOException;

/** Documents one after another. A pull, not a push: a stream's flatMap would buffer archives. */
interface Cursor extends Closeable {

  /** The next document, or null at the end. */
  Document next() throws IOException;

  @Override
  default void close() throws IOException {}
}
