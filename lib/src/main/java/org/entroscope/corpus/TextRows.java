package org.entroscope.corpus;

import java.io.Closeable;
import java.io.IOException;

/** The texts of a table's rows, one after another. */
interface TextRows extends Closeable {

  /** The next row's text, or null at the end. */
  String next() throws IOException;
}
