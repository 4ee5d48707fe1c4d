package org.entroscope.corpus;

import java.io.IOException;
import java.util.function.Predicate;

/** Something that documents can be read from, any number of times. */
@FunctionalInterface
interface Source {

  /**
   * Begins to read.
   *
   * @param accepted which files to read, by name; the others are not opened
   * @param omissions is told what is accepted and left out all the same
   */
  Cursor open(Predicate<String> accepted, Omissions omissions) throws IOException;
}
