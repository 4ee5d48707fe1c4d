package org.entroscope.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A folder that everybody who takes part in a sweep can reach. Names are relative to it, with
 * slashes. What is written appears whole or not at all.
 */
interface Storage {

  /** Where it is, for messages. */
  String place();

  boolean exists(String name) throws IOException;

  /**
   * The content of a file.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  byte[] read(String name) throws IOException;

  /** Writes a file, in the place of one that may be there. */
  void write(String name, byte[] content) throws IOException;

  /** Writes a folder of files, in the order given; does nothing if it is there already. */
  void writeFolder(String name, Map<String, byte[]> files) throws IOException;

  /** What is in a folder, sorted; empty if there is no such folder. */
  List<String> list(String folder) throws IOException;

  /** Removes a file, if it is there. */
  void delete(String name) throws IOException;

  /** Copies a file of this machine into the folder, unless it is there. */
  void upload(Path from, String name) throws IOException;

  /** Copies a file to this machine. */
  void download(String name, Path to) throws IOException;
}
