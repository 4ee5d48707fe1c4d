package org.entroscope.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.PathsHandler;
import org.entroscope.hub.MavenLibraries;
import org.entroscope.hub.MavenLibrary;
import org.entroscope.notebook.DisplayBundle;

/** The magics of this kernel. The extension adds {@code %entroscope}. */
final class Magics {

  private static final String HELP =
      """
      %maven group:artifact:version ...   add libraries from Maven repositories, with all they need
      %jars path ...                      add jars; * stands for any name: lib/*.jar
      %classpath path ...                 add jars or folders of classes
      %entroscope                         version, engine, device, threads, memory
      %entroscope embed all|once|none     how plotly.js travels with the figures
      %%time                              run the cell and say how long it took
      %lsmagic                            this list
      """;

  private Magics() {}

  static void register(EntroscopeKernel kernel) {
    MagicsRegistry registry = kernel.getMagicsRegistry();
    AddedLibraries added = new AddedLibraries();
    registry.registerLineMagic("maven", (k, args) -> maven(kernel, added, args));
    registry.registerLineMagic("jars", (k, args) -> classpath(kernel, "jars", args));
    registry.registerLineMagic("classpath", (k, args) -> classpath(kernel, "classpath", args));
    registry.registerLineMagic("lsmagic", (k, args) -> DisplayBundle.of(HELP));
    registry.registerLineMagic("help", (k, args) -> DisplayBundle.of(HELP));
    registry.registerCellMagic("time", (k, args, body) -> time(kernel, body));
  }

  private static Object classpath(EntroscopeKernel kernel, String magic, List<String> patterns) {
    if (patterns.isEmpty()) {
      throw new IllegalArgumentException("name jars or folders: %" + magic + " lib/*.jar");
    }
    List<Path> paths = new ArrayList<>();
    for (String pattern : patterns) {
      List<Path> found =
          PathsHandler.splitAndResolveGlobs(pattern).stream()
              .filter(path -> path.toFile().exists())
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "there is no file %s (looked from %s)"
                .formatted(pattern, Path.of("").toAbsolutePath()));
      }
      paths.addAll(found);
    }
    kernel.addToClasspath(paths);
    return null;
  }

  private static Object maven(
      EntroscopeKernel kernel, AddedLibraries added, List<String> coordinates) throws IOException {
    List<String> problems = Collections.synchronizedList(new ArrayList<>());
    List<MavenLibrary> found = MavenLibraries.find(coordinates, problems::add);
    AddedLibraries.Selection choice =
        added.choose(coordinates, found, kernel.evaluator().classLoader());
    kernel.addToClasspath(choice.jars());
    problems.forEach(problem -> System.err.println("Warning: " + problem));
    if (!choice.kept().isEmpty()) {
      System.out.println("kept, as it is here already: " + String.join(", ", choice.kept()));
    }
    if (choice.newer() > 0) {
      System.out.printf("%,d more are here already, in newer versions%n", choice.newer());
    }
    System.out.printf(
        "added %,d jars%s%n",
        choice.jars().size(), choice.jars().isEmpty() ? "" : ": " + names(choice.jars()));
    return null;
  }

  private static String names(List<Path> jars) {
    List<String> names = jars.stream().map(jar -> jar.getFileName().toString()).toList();
    return names.size() <= 8
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 8)) + ", ...";
  }

  private static Object time(EntroscopeKernel kernel, String body) {
    long begin = System.nanoTime();
    try {
      return kernel.evalRaw(body);
    } finally {
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          Locale.ROOT,
          seconds < 1 ? "%.0f ms%n" : "%.2f s%n",
          seconds < 1 ? seconds * 1000 : seconds);
    }
  }
}
