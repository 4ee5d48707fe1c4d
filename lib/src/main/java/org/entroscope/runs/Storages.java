package org.entroscope.runs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.entroscope.hub.OptionalPart;

/** Opens folders for runs, by a path or by a URI of one of Hadoop's file systems. */
public final class Storages {

  private Storages() {}

  /** A folder by a path or URI, with Hadoop's settings from the class path. */
  public static Storage open(String folder) throws IOException {
    if (isPath(folder)) {
      return new FolderStorage(path(folder));
    }
    OptionalPart.HADOOP.require("opening " + folder);
    return OfHadoop.open(folder);
  }

  /** A folder by a path or URI. */
  public static Storage open(String folder, Configuration configuration) throws IOException {
    return isPath(folder)
        ? new FolderStorage(path(folder))
        : new HadoopStorage(URI.create(folder), configuration);
  }

  /** Apart, because Hadoop need not be there. */
  private static final class OfHadoop {
    static Storage open(String folder) throws IOException {
      return Storages.open(folder, new Configuration());
    }
  }

  /** A folder of this machine. */
  public static Storage open(Path folder) {
    return new FolderStorage(folder);
  }

  /**
   * The path of a folder for a single run.
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

  /** Whether Java's own file system will do. A scheme has two letters at least, a drive one. */
  static boolean isPath(String folder) {
    return folder.startsWith("file:") || !folder.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
  }

  static Path path(String folder) {
    return folder.startsWith("file:") ? Path.of(URI.create(folder).getPath()) : Path.of(folder);
  }
}
