package org.entroscope.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;

/**
 * Writes the golden files. {@code GoldenFilesTest} calls this class if a system property is set.
 */
public final class GoldenFiles {

  /** The folder of the golden files, relative to the folder of the test module. */
  static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  /** Instructions for regenerating the files, for the messages of tests. */
  public static final String HOW_TO_MAKE_AGAIN =
      """
      If the reference or its cases changed on purpose, make the golden files again with
        mvn -pl lib,tests -am test -Dtest=GoldenFilesTest -Dgolden.write=true \
      -Dsurefire.failIfNoSpecifiedTests=false
      from the root of the repository, look at the difference and commit it.""";

  private GoldenFiles() {}

  /** Writes the files of all architectures into the folder given as the first argument. */
  public static void main(String[] arguments) throws IOException {
    write(arguments.length > 0 ? Path.of(arguments[0]) : FOLDER);
  }

  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Architecture architecture : architectures().toList()) {
      GoldenFile.of(architecture).write(folder.resolve(GoldenFile.name(architecture)));
    }
  }

  /** Returns every architecture that has a file: those of the catalogue and additional ones. */
  public static Stream<Architecture> architectures() {
    return GoldenCases.architectures();
  }

  /** Reads the file of an architecture from the repository. */
  public static GoldenFile read(Architecture architecture) throws IOException {
    Path file = FOLDER.resolve(GoldenFile.name(architecture));
    if (!Files.exists(file)) {
      throw new IOException("there is no " + file + ". " + HOW_TO_MAKE_AGAIN);
    }
    return GoldenFile.read(file);
  }
}
