package org.entroscope.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.entroscope.plot.PlotlyLibrary;

/**
 * The JupyterLab extension of Python's plotly package. Debian's package does not contain it. Its
 * renderer and its plotly.js are therefore downloaded from npm and loaded by our own container. If
 * npm is not installed, a renderer with the same behaviour replaces the original.
 */
final class PlotlyExtension {

  private static final String RENDERER = "jupyterlab-plotly@5.24.1";
  private static final String LIBRARY = "plotly.js-dist-min@2.35.2"; // required by RENDERER
  private static final String OUR_LIBRARY =
      "/META-INF/resources/webjars/plotly.js-dist/" + PlotlyLibrary.FULL_VERSION + "/plotly.js";
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private PlotlyExtension() {}

  /**
   * Downloads the files that {@link #install} needs from npm into the cache folder, unless they are
   * there already.
   */
  static Optional<Path> provide(Machine machine) throws IOException {
    Path cached = machine.cache().resolve("jupyterlab-plotly-npm");
    if (Files.exists(cached)) {
      return Optional.of(cached);
    }
    if (machine.onPath("npm").isEmpty()) {
      return Optional.empty();
    }
    machine.say("Fetching " + RENDERER + " and " + LIBRARY + " from npm (2 packages, 3 MB) ...");
    Files.createDirectories(cached.getParent());
    Path part = Files.createTempDirectory(cached.getParent(), "npm");
    try {
      for (String wanted : List.of(RENDERER, LIBRARY)) {
        List<String> pack =
            List.of("npm", "pack", "--silent", "--pack-destination", part.toString(), wanted);
        Machine.Result fetched = machine.run(LIMIT, pack);
        if (!fetched.succeeded()) {
          machine.say("npm could not fetch " + wanted + ":\n" + fetched.lastLines());
          return Optional.empty();
        }
        Path archive = part.resolve(wanted.replace('@', '-') + ".tgz");
        Path unpacked = Files.createDirectory(part.resolve(wanted.split("@")[0]));
        List<String> tar =
            List.of("tar", "-xzf", archive.toString(), "-C", unpacked.toString(), "package");
        if (!machine.run(LIMIT, tar).succeeded()) {
          throw new IOException("npm's package cannot be unpacked: " + archive);
        }
      }
      Files.move(part, cached, StandardCopyOption.ATOMIC_MOVE);
      return Optional.of(cached);
    } finally {
      machine.delete(part);
    }
  }

  /**
   * Installs the extension into a folder of Jupyter's data.
   *
   * @return whether the renderer is the one from npm
   */
  static boolean install(Path data) throws IOException {
    Optional<Path> npm = provide(new LocalMachine(System.err));
    Path target = data.resolve("labextensions").resolve("jupyterlab-plotly");
    write(target, "package.json", resource("/jupyterlab-plotly/package.json"));
    write(target, "static/remoteEntry.js", resource("/jupyterlab-plotly/static/remoteEntry.js"));
    String library =
        npm.isPresent()
            ? Files.readString(npm.get().resolve("plotly.js-dist-min/package/plotly.min.js"))
            : resource(OUR_LIBRARY);
    // as in the original bundle, the page's own window.Plotly is not replaced
    write(
        target,
        "static/plotly.js",
        "(function () { var define, module = { exports: {} }, exports = module.exports;\n"
            + library
            + "\n_JUPYTERLAB['jupyterlab-plotly'].plotly = module.exports; })();\n");
    String renderer =
        npm.isPresent()
            ? adapted(npm.get().resolve("jupyterlab-plotly/package/lib/plotly-renderer.js"))
            : resource("/jupyterlab-plotly/static/renderer.js");
    write(target, "static/renderer.js", renderer);
    return npm.isPresent();
  }

  /** Adapts the original to run without a bundler. Our container provides its imports. */
  private static String adapted(Path original) throws IOException {
    String source = Files.readString(original);
    String adapted =
        source
            .replace(
                "import { Widget } from \"@lumino/widgets\";",
                "const { Widget } = globalThis.plotlyExtension;")
            .replace("import \"../style/index.css\";", "")
            .replace(
                "import(\"plotly.js/dist/plotly\")", "globalThis.plotlyExtension.loadPlotly()");
    if (adapted.contains("import ") || adapted.contains("import(")) {
      throw new IOException("imports more than is known: " + original);
    }
    return adapted;
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PlotlyExtension.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("not on the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
