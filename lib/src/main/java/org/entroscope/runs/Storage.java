package org.entroscope.runs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.entroscope.files.AtomicFile;

/**
 * A folder for runs that everybody who takes part can reach: a local one, or one of Hadoop's file
 * systems. Names are relative to it, with slashes. What is written appears whole or not at all, and
 * what is not yet whole is not listed.
 */
public interface Storage {

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

  /** Writes a folder of files; does nothing if it is there already. */
  void writeFolder(String name, AtomicFile.Content content) throws IOException;

  /** What is in a folder, sorted; empty if there is no such folder. */
  List<String> list(String folder) throws IOException;

  /** Removes a file, if it is there. */
  void delete(String name) throws IOException;

  /** Copies a file of this machine into the folder, unless it is there. */
  void upload(Path from, String name) throws IOException;

  /** Copies a file to this machine. */
  void download(String name, Path to) throws IOException;
}
