package org.entroscope.runs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.entroscope.hub.OptionalPart;

/** Opens folders for runs, given a path or a URI of one of Hadoop's file systems. */
public final class Storages {

  private Storages() {}

  /** Opens a folder given as a path or URI, with Hadoop's settings from the class path. */
  public static Storage open(String folder) throws IOException {
    if (isPath(folder)) {
      return new FolderStorage(path(folder));
    }
    OptionalPart.HADOOP.require("opening " + folder);
    return OfHadoop.open(folder);
  }

  /** Opens a folder given as a path or URI, with given Hadoop settings. */
  public static Storage open(String folder, Configuration configuration) throws IOException {
    return isPath(folder)
        ? new FolderStorage(path(folder))
        : new HadoopStorage(URI.create(folder), configuration);
  }

  /** A separate class, because Hadoop may be missing. */
  private static final class OfHadoop {
    static Storage open(String folder) throws IOException {
      return Storages.open(folder, new Configuration());
    }
  }

  /** Opens a folder on this machine. */
  public static Storage open(Path folder) {
    return new FolderStorage(folder);
  }

  /**
   * Returns the path of a folder for a single run.
   *
   * @throws IllegalArgumentException if it is in one of Hadoop's file systems
   */
  public static Path local(String folder) {
    if (!isPath(folder)) {
      throw new IllegalArgumentException(
          "a single run is kept in a folder of this machine, which %s is not; choose another one, or"
                  .formatted(folder)
              + " train it as a sweep, which can write there: Sweep.of(...).into(...)");
    }
    return path(folder);
  }

  /**
   * Returns whether Java's own file system can open the folder. A scheme has at least two letters,
   * a drive has one.
   */
  static boolean isPath(String folder) {
    return folder.startsWith("file:") || !folder.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
  }

  static Path path(String folder) {
    return folder.startsWith("file:") ? Path.of(URI.create(folder).getPath()) : Path.of(folder);
  }
}
