package org.entroscope.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entroscope.files.Reason;

/**
 * The folder in which Entroscope keeps files that it can create again. It is given by the system
 * property {@code entroscope.home}, else the environment variable {@code ENTROSCOPE_HOME}, else
 * {@code .cache/entroscope} in the user's home ({@link UserHome}). The property takes precedence
 * because it is more specific.
 */
public final class CacheFolder {

  private CacheFolder() {}

  /** Returns the folder; it need not exist. */
  public static Path path() {
    return path(System.getProperty("entroscope.home"), System.getenv("ENTROSCOPE_HOME"));
  }

  static Path path(String property, String environment) {
    if (property != null && !property.isBlank()) {
      return Path.of(property).toAbsolutePath();
    }
    if (environment != null && !environment.isBlank()) {
      return Path.of(environment).toAbsolutePath();
    }
    return UserHome.path().resolve(".cache").resolve("entroscope");
  }

  /**
   * Returns a folder in the cache folder and creates it if it is missing.
   *
   * @throws UncheckedIOException if it cannot be created
   */
  public static Path folder(String name) {
    Path folder = path().resolve(name);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot make the cache folder "
              + folder
              + ": "
              + Reason.of(e)
              + "; set ENTROSCOPE_HOME to a folder that can be written",
          e);
    }
  }
}
