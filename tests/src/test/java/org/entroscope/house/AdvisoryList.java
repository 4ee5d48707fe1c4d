package org.entroscope.house;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A local copy of an advisory list: a folder or a zip archive of OSV files. */
final class AdvisoryList {

  private static final ObjectMapper JSON = new ObjectMapper();

  private AdvisoryList() {}

  /**
   * Reads the advisories of the Maven ecosystem.
   *
   * @throws IOException if a file cannot be read or if there is no such advisory, because a check
   *     against an empty list would never find anything
   */
  static List<Advisory> read(Path list) throws IOException {
    List<Advisory> all;
    if (Files.isDirectory(list)) {
      all = readFolder(list);
    } else {
      try (FileSystem zip = FileSystems.newFileSystem(list)) {
        all = readFolder(zip.getPath("/"));
      }
    }
    if (all.isEmpty()) {
      throw new IOException("no advisory of the Maven ecosystem in " + list);
    }
    return all;
  }

  private static List<Advisory> readFolder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    List<Advisory> all = new ArrayList<>();
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        Advisory advisory = Advisory.of(JSON.readTree(in));
        if (advisory.isOfMaven()) {
          all.add(advisory);
        }
      } catch (IOException e) {
        throw new IOException("cannot read the advisory " + file + ": " + e.getMessage(), e);
      }
    }
    return all;
  }
}
