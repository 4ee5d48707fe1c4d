package org.entroscope.hub;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The user's home folder as the shell and Python use it: the environment variable {@code HOME}. The
 * JVM's own {@code user.home} comes from the system's list of users and is {@code ?} for a user who
 * is not in it, as in many containers. On Windows, {@code user.home} is used.
 */
public final class UserHome {

  private UserHome() {}

  /**
   * Returns the folder; it need not exist.
   *
   * @throws IllegalStateException if the user has none
   */
  public static Path path() {
    return path(
        System.getenv("HOME"), System.getProperty("user.home"), System.getProperty("os.name"));
  }

  static Path path(String environment, String property, String system) {
    boolean windows = system.toLowerCase(Locale.ROOT).startsWith("windows");
    if (!windows && environment != null && !environment.isBlank()) {
      return Path.of(environment).toAbsolutePath();
    }
    if (property == null || property.isBlank() || property.equals("?")) {
      throw new IllegalStateException(
          "this user has no home folder: set HOME to a folder that can be written, or"
              + " ENTROSCOPE_HOME for what Entroscope keeps");
    }
    return Path.of(property);
  }
}
