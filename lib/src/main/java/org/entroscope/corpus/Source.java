package org.entroscope.corpus;

import java.io.IOException;
import java.util.function.Predicate;

/** A source of documents, which can be read any number of times. */
@FunctionalInterface
interface Source {

  /**
   * Begins to read.
   *
   * @param accepted the predicate that decides by name which files are read; the others are not
   *     opened
   * @param omissions the record of the accepted files that are left out nevertheless
   */
  Cursor open(Predicate<String> accepted, Omissions omissions) throws IOException;
}
