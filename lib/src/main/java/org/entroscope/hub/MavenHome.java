package org.entroscope.hub;

import java.nio.file.Path;

/** The locations of the user's Maven files. */
final class MavenHome {

  private MavenHome() {}

  /** Returns the user's Maven folder. */
  static Path path() {
    return Path.of(System.getProperty("user.home"), ".m2");
  }

  /**
   * Returns the folder of the local repository: {@code -Dmaven.repo.local}, the folder that the
   * settings name, or Maven's default.
   *
   * @param ofSettings the folder that the settings name, or null
   */
  static Path repository(String ofSettings) {
    String path = System.getProperty("maven.repo.local", ofSettings == null ? "" : ofSettings);
    return path.isBlank() ? path().resolve("repository") : Path.of(path).toAbsolutePath();
  }
}
