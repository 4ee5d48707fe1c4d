package org.entroscope.runs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.entroscope.files.AtomicFile;

/**
 * A folder for runs that all participating machines can access: a local folder or one in a Hadoop
 * file system. Names are relative to the folder and use slashes. Files and folders appear complete
 * or not at all, and incomplete ones are not listed.
 */
public interface Storage {

  /** Returns the location of the folder, for messages. */
  String place();

  boolean exists(String name) throws IOException;

  /**
   * Returns the content of a file.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  byte[] read(String name) throws IOException;

  /** Writes a file and replaces an existing one. */
  void write(String name, byte[] content) throws IOException;

  /** Writes a folder of files. Does nothing if the folder exists. */
  void writeFolder(String name, AtomicFile.Content content) throws IOException;

  /** Returns the sorted names of the content of a folder; empty if there is no such folder. */
  List<String> list(String folder) throws IOException;

  /** Removes a file if it exists. */
  void delete(String name) throws IOException;

  /** Copies a file of this machine into the folder unless it exists there. */
  void upload(Path from, String name) throws IOException;

  /** Copies a file to this machine. */
  void download(String name, Path to) throws IOException;
}
