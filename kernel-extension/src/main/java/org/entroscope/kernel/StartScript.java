package org.entroscope.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.entroscope.files.AtomicFile;

/**
 * The shell script that Jupyter starts the kernel with. It lies beside the kernel's jars: where
 * they have been moved away, Jupyter cannot start it, and says so in its page at once, naming the
 * path.
 */
final class StartScript {

  private static final String NAME = "start-kernel";

  private StartScript() {}

  /**
   * Writes the script beside the jars, or, where nothing can be written, into a folder of the user.
   *
   * @return where it is
   */
  static Path write(Path libraries, Path otherwise) throws IOException {
    try {
      return write(libraries);
    } catch (FileSystemException e) { // a read-only checkout, for example
      return write(Files.createDirectories(otherwise));
    }
  }

  private static Path write(Path folder) throws IOException {
    Path script = folder.resolve(NAME);
    String text = text();
    if (Files.isExecutable(script) && Files.readString(script).equals(text)) {
      return script;
    }
    AtomicFile.write(
        script,
        part -> {
          Files.writeString(part, text);
          Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
        });
    return script;
  }

  private static String text() throws IOException {
    try (InputStream in = StartScript.class.getResourceAsStream(NAME + ".sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
