package org.entroscope.corpus;

import java.io.Closeable;
import java.io.IOException;

/** Iterates over the texts of a table's rows. */
interface TextRows extends Closeable {

  /** Returns the next row's text, or null at the end. */
  String next() throws IOException;
}
