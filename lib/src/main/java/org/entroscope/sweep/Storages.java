package org.entroscope.sweep;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** Opens the folder of a sweep. */
final class Storages {

  private Storages() {}

  /** A folder by a path or URI, with Hadoop's settings from the class path. */
  static Storage open(String folder) throws IOException {
    if (isPath(folder)) {
      return new FolderStorage(path(folder));
    }
    try {
      return open(folder, new Configuration());
    } catch (NoClassDefFoundError e) {
      throw new IOException(
          "%s is in a file system that Hadoop knows, which is not on the class path; add %s"
              .formatted(folder, "org.apache.spark:spark-core_2.13"),
          e);
    }
  }

  /** A folder by a path or URI. */
  static Storage open(String folder, Configuration configuration) throws IOException {
    return isPath(folder)
        ? new FolderStorage(path(folder))
        : new HadoopStorage(URI.create(folder), configuration);
  }

  /** Whether Java's own file system will do. A scheme has two letters at least, a drive one. */
  private static boolean isPath(String folder) {
    return folder.startsWith("file:") || !folder.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
  }

  private static Path path(String folder) {
    return folder.startsWith("file:") ? Path.of(URI.create(folder).getPath()) : Path.of(folder);
  }
}
