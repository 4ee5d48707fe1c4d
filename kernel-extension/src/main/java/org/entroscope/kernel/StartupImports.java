package org.entroscope.kernel;

import java.util.List;
import java.util.stream.Stream;

/** The imports that every notebook starts with. */
final class StartupImports {

  private static final List<String> ROOMS =
      List.of(
          "architecture",
          "component",
          "hub",
          "tokens",
          "corpus",
          "statistics",
          "model",
          "runs",
          "training",
          "pretrained",
          "privacy",
          "sweep",
          "paper",
          "plot",
          "workshop");

  private StartupImports() {}

  /**
   * Returns the import declarations, with those packages of Entroscope that are on the class path.
   */
  static Stream<String> all() {
    Stream<String> rooms =
        ROOMS.stream()
            .filter(room -> exists("org/entroscope/" + room + "/"))
            .map(room -> "org.entroscope." + room + ".*");
    Stream<String> others =
        Stream.of(
            "ai.djl.ndarray.*",
            "java.io.*",
            "java.nio.file.*",
            "java.time.*",
            "java.util.*",
            "java.util.function.*",
            "java.util.stream.*",
            "org.entroscope.engine.Precision",
            "org.entroscope.engine.Scalar",
            "tech.tablesaw.api.*",
            "tech.tablesaw.plotly.api.*",
            "static org.entroscope.kernel.NotebookStatics.*");
    return Stream.concat(others, rooms).map(name -> "import " + name + ";");
  }

  private static boolean exists(String resource) {
    return StartupImports.class.getClassLoader().getResource(resource) != null;
  }
}
