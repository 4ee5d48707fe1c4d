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
 * The shell script with which Jupyter starts the kernel. It is stored beside the kernel's jars. If
 * they have been moved, Jupyter cannot start the script and immediately reports its path in the
 * page.
 */
final class StartScript {

  private static final String NAME = "start-kernel";

  private StartScript() {}

  /**
   * Writes the script beside the jars or, if that folder is not writable, to a folder of the user.
   *
   * @return the path of the script
   */
  static Path write(Path libraries, Path otherwise) throws IOException {
    try {
      return write(libraries);
    } catch (FileSystemException e) { // for example in a read-only checkout
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
