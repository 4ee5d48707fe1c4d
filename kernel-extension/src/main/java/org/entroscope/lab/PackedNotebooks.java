package org.entroscope.lab;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.entroscope.files.AtomicFile;

/** The notebooks and recorded results in this jar, for a start without a clone. */
final class PackedNotebooks {

  private static final String PACKED = "notebooks";

  private PackedNotebooks() {}

  /**
   * Writes the notebooks into a folder. Existing files are not changed.
   *
   * @return the number of files that were written
   * @throws IOException if they cannot be written
   * @throws LabException if this build contains no notebooks
   */
  static int unpackInto(Path folder) throws IOException {
    var packed = PackedNotebooks.class.getResource(PACKED);
    if (packed == null) {
      throw new LabException("this build contains no notebooks; name a folder with --folder");
    }
    try {
      Path own =
          Path.of(
              PackedNotebooks.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(own)) {
        return copy(Path.of(packed.toURI()), folder);
      }
      try (FileSystem jar = FileSystems.newFileSystem(own)) {
        return copy(jar.getPath(packed.getPath().replaceFirst(".*!", "")), folder);
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a resource's location is always a URI", e);
    }
  }

  private static int copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    int written = 0;
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file).toString());
      if (!Files.exists(target)) {
        Files.createDirectories(target.getParent());
        AtomicFile.write(target, part -> Files.copy(file, part));
        written++;
      }
    }
    return written;
  }
}
