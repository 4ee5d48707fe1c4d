package org.entroscope.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A format that is read, with valid inputs to be damaged and a reader. */
interface Format {

  /**
   * The ending of the names of files that are compressed with gzip after they were damaged. It is
   * then removed from the name.
   */
  String PACKED_LATER = "!gz";

  String name();

  /**
   * Returns valid inputs. Each one consists of a few files by name.
   *
   * @param scratch an empty folder that only this method uses
   */
  List<Map<String, byte[]>> seeds(Path scratch) throws Exception;

  /**
   * Reads an input to its end, as a user does.
   *
   * @param folder the folder with the input's files
   * @return null, or what is wrong with the result although nothing was reported
   * @throws Exception if the library refuses the input
   */
  String read(Path folder) throws Exception;
}
