package org.entroscope.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;

/** Writes the golden files; {@code GoldenFilesTest} calls it where it is told to. */
public final class GoldenFiles {

  /** Where the golden files lie, from the folder of the tests' module. */
  static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  /** How the files are made again, for the messages of tests. */
  public static final String HOW_TO_MAKE_AGAIN =
      """
      If the reference or its cases changed on purpose, make the golden files again with
        mvn -pl lib,tests -am test -Dtest=GoldenFilesTest -Dgolden.write=true \
      -Dsurefire.failIfNoSpecifiedTests=false
      from the root of the repository, look at the difference and commit it.""";

  private GoldenFiles() {}

  /** Writes the file of every architecture into a folder, the first argument. */
  public static void main(String[] arguments) throws IOException {
    write(arguments.length > 0 ? Path.of(arguments[0]) : FOLDER);
  }

  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Architecture architecture : architectures().toList()) {
      GoldenFile.of(architecture).write(folder.resolve(GoldenFile.name(architecture)));
    }
  }

  /** Every architecture that has a file: the catalogue, and choices beyond it. */
  public static Stream<Architecture> architectures() {
    return GoldenCases.architectures();
  }

  /** The file of an architecture as it is in the repository. */
  public static GoldenFile read(Architecture architecture) throws IOException {
    Path file = FOLDER.resolve(GoldenFile.name(architecture));
    if (!Files.exists(file)) {
      throw new IOException("there is no " + file + ". " + HOW_TO_MAKE_AGAIN);
    }
    return GoldenFile.read(file);
  }
}
