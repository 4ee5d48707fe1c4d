package org.entroscope.hub;

import java.nio.file.Path;

/** The locations of the user's Maven files. */
final class MavenHome {

  private MavenHome() {}

  /** The user's folder of Maven. */
  static Path path() {
    return Path.of(System.getProperty("user.home"), ".m2");
  }

  /**
   * Where artifacts are kept: {@code -Dmaven.repo.local}, what the settings say, or Maven's
   * default.
   *
   * @param ofSettings the folder that the settings name, or null
   */
  static Path repository(String ofSettings) {
    String path = System.getProperty("maven.repo.local", ofSettings == null ? "" : ofSettings);
    return path.isBlank() ? path().resolve("repository") : Path.of(path).toAbsolutePath();
  }
}
