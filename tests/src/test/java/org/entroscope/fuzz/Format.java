package org.entroscope.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A format that is read: whole inputs to be damaged, and a reader. */
interface Format {

  /** A file whose name ends so is packed with gzip after it was damaged, and loses this ending. */
  String PACKED_LATER = "!gz";

  String name();

  /**
   * Whole inputs, each a few files by name.
   *
   * @param scratch an empty folder for this method's own use
   */
  List<Map<String, byte[]>> seeds(Path scratch) throws Exception;

  /**
   * Reads an input as a user does, to its end.
   *
   * @param folder holds the input's files
   * @return null, or what came out differently although nothing was said
   * @throws Exception as the library refuses bad input
   */
  String read(Path folder) throws Exception;
}
