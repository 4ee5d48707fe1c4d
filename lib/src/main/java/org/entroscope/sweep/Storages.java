package org.entroscope.sweep;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.entroscope.hub.OptionalPart;

/** Opens the folder of a sweep. */
final class Storages {

  private Storages() {}

  /** A folder by a path or URI, with Hadoop's settings from the class path. */
  static Storage open(String folder) throws IOException {
    if (isPath(folder)) {
      return new FolderStorage(path(folder));
    }
    OptionalPart.HADOOP.require("opening " + folder);
    return OfHadoop.open(folder);
  }

  /** A folder by a path or URI. */
  static Storage open(String folder, Configuration configuration) throws IOException {
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

  /** Whether Java's own file system will do. A scheme has two letters at least, a drive one. */
  private static boolean isPath(String folder) {
    return folder.startsWith("file:") || !folder.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
  }

  private static Path path(String folder) {
    return folder.startsWith("file:") ? Path.of(URI.create(folder).getPath()) : Path.of(folder);
  }
}
