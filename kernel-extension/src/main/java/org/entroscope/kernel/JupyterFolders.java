package org.entroscope.kernel;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Finds the folders in which Jupyter looks for kernels. */
final class JupyterFolders {

  private JupyterFolders() {}

  /**
   * Returns the folder for Jupyter's data of one user, by Jupyter's own rules.
   *
   * @param environment the environment variables
   * @param system the name of the operating system
   */
  static Path ofUser(Map<String, String> environment, String system, Path home) {
    String named = environment.get("JUPYTER_DATA_DIR");
    if (named != null && !named.isBlank()) {
      return Path.of(named).toAbsolutePath();
    }
    String lower = system.toLowerCase(Locale.ROOT);
    if (lower.contains("mac")) {
      return home.resolve("Library").resolve("Jupyter");
    }
    String appData = environment.get("APPDATA");
    if (lower.contains("windows") && appData != null) {
      return Path.of(appData, "jupyter");
    }
    String share = environment.get("XDG_DATA_HOME");
    return share != null && !share.isBlank()
        ? Path.of(share, "jupyter")
        : home.resolve(".local").resolve("share").resolve("jupyter");
  }

  /**
   * Returns the folder for an installation prefix: a virtual environment, or {@code /usr/local}.
   */
  static Path ofPrefix(Path prefix) {
    return prefix.toAbsolutePath().resolve("share").resolve("jupyter");
  }
}
