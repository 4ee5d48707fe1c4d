package org.entroscope.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.entroscope.hub.CacheFolder;
import org.entroscope.hub.UserHome;
import org.entroscope.notebook.Notebook;
import org.entroscope.plot.PlotlyLibrary;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Tells Jupyter about the kernel, or makes it forget: writes or removes one folder, {@code
 * kernels/entroscope} in Jupyter's data folder, and touches nothing else but a start script beside
 * the kernel's jars.
 */
@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    description = {
      "Installs the Entroscope kernel for the current user (JUPYTER_DATA_DIR is respected).",
      "The kernel runs from the folder of its jars, which has to stay where it is.",
      "",
      "Heap and other options of the JVM: set ENTROSCOPE_JAVA_OPTS, -Xmx8g for example, before"
          + " Jupyter starts, or keep it: --env ENTROSCOPE_JAVA_OPTS=-Xmx8g"
    })
public final class Install implements Callable<Integer> {

  private static final String[] LOGOS = {"logo-svg.svg", "logo-32x32.png", "logo-64x64.png"};

  @Option(
      names = "--prefix",
      paramLabel = "DIR",
      description = "install into DIR/share/jupyter, the prefix of a virtual environment")
  private Path prefix;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "a variable for the kernel's environment; may be given again")
  private Map<String, String> environment = new LinkedHashMap<>();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = KernelSpec.NAME,
      description = {
        "the kernel's name (default: ${DEFAULT-VALUE}); another name installs this build beside",
        "that of another checkout"
      })
  private String name = KernelSpec.NAME;

  @Option(names = "--uninstall", description = "remove the kernel from Jupyter")
  private boolean uninstall;

  @Option(names = "--libraries", hidden = true)
  private Path libraries;

  Install() {}

  /** Installs, and ends the JVM with 0 if that went well. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new Install())
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              line.getErr().println("The kernel was not installed: " + e.getMessage());
              return 1;
            })
        .execute(arguments);
  }

  /**
   * What became of the user's own kernel.
   *
   * @param folder where Jupyter looks for it
   * @param before the folder of jars that it ran from; empty if it was not installed, or damaged
   * @param change what was done
   */
  public record Installed(Path folder, Optional<Path> before, Change change) {

    /** What installing can come to. */
    public enum Change {
      /** It runs from our jars already. */
      NONE,
      /** It was missing, or would have started our jars in another way. */
      WRITTEN,
      /** It ran from a folder that is gone, and runs from ours now. */
      REPAIRED,
      /** It runs from another checkout, and goes on to do so. */
      LEFT
    }
  }

  /**
   * Installs the kernel for the current user if Jupyter does not know it yet, or would start it
   * otherwise than this version does. The kernel of another checkout stays as it is, unless that
   * checkout is gone. Variables that were added to its environment are kept.
   *
   * @throws IOException if it cannot be written
   * @throws IllegalStateException if this class does not come from the kernel's folder of jars
   */
  public static Installed ifMissing() throws IOException {
    Install install = new Install();
    return install.ifMissing(install.folder(), ownFolder());
  }

  Installed ifMissing(Path folder, Path jars) throws IOException {
    Path present = folder.resolve("kernel.json");
    Optional<Path> before = KernelSpec.libraries(present);
    boolean others = before.isPresent() && !before.get().equals(jars);
    if (others && hasKernel(before.get())) {
      return new Installed(folder, before, Installed.Change.LEFT);
    }
    environment.putAll(KernelSpec.environment(present));
    String wanted = KernelSpec.json(displayName(), startScript(jars), java(), jars, environment);
    boolean same = Files.exists(present) && Files.readString(present).equals(wanted);
    if (same && hasLibrary(folder)) {
      return new Installed(folder, before, Installed.Change.NONE);
    }
    install(folder, jars);
    return new Installed(
        folder, before, others ? Installed.Change.REPAIRED : Installed.Change.WRITTEN);
  }

  /**
   * Writes the kernel of this build into a folder of Jupyter's data that belongs to this build
   * alone, for a Jupyter that is started with the folder in {@code JUPYTER_PATH}: there it comes
   * before the kernels of the user, so that each checkout runs its own. Variables that the user
   * added to his own kernel are taken over.
   */
  public static void forThisBuild(Path data) throws IOException {
    Install install = new Install();
    Path folder = data.resolve("kernels").resolve(KernelSpec.NAME);
    install.environment.putAll(KernelSpec.environment(install.folder().resolve("kernel.json")));
    install.ifMissing(folder, ownFolder());
  }

  /** The folder of jars that this class runs from. */
  public static Path libraries() {
    return ownFolder();
  }

  private static boolean hasLibrary(Path folder) throws IOException {
    Path library = folder.resolve(PlotlyLibrary.FILE);
    return Files.exists(library) && Files.readString(library).equals(PlotlyLibrary.script());
  }

  private static boolean hasKernel(Path jars) throws IOException {
    if (!Files.isDirectory(jars)) {
      return false;
    }
    try (Stream<Path> files = Files.list(jars)) {
      return files.anyMatch(f -> f.getFileName().toString().matches("entroscope-kernel-.*\\.jar"));
    }
  }

  private String displayName() {
    return name.equals(KernelSpec.NAME) ? "Entroscope (Java)" : "Entroscope (Java, " + name + ")";
  }

  private static Optional<Path> startScript(Path jars) throws IOException {
    return isWindows()
        ? Optional.empty()
        : Optional.of(StartScript.write(jars, CacheFolder.path().resolve("kernel")));
  }

  private Path folder() {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException(
          "Jupyter takes letters, digits, dots, dashes and underscores in a kernel's name, not \""
              + name
              + "\"");
    }
    Path data =
        prefix != null
            ? JupyterFolders.ofPrefix(prefix)
            : JupyterFolders.ofUser(
                System.getenv(), System.getProperty("os.name"), UserHome.path());
    return data.resolve("kernels").resolve(name);
  }

  @Override
  public Integer call() throws Exception {
    Path folder = folder();
    if (uninstall) {
      boolean there = Files.exists(folder);
      delete(folder);
      System.out.println((there ? "removed " : "not installed in ") + folder);
      return 0;
    }
    if (!name.equals(KernelSpec.NAME)) {
      // pages look for plotly.js under the usual name alone
      environment.putIfAbsent(Notebook.PLOTLY_VARIABLE, "notebook");
    }
    Path jars = libraries == null ? ownFolder() : libraries.toAbsolutePath();
    Optional<Path> before = KernelSpec.libraries(folder.resolve("kernel.json"));
    install(folder, jars);
    System.out.println("installed the kernel " + displayName() + " in " + folder);
    before
        .filter(other -> !other.equals(jars))
        .ifPresent(other -> System.out.println("before, it ran from " + other));
    return 0;
  }

  private void install(Path folder, Path jars) throws IOException {
    Files.createDirectories(folder.getParent());
    Path fresh = Files.createTempDirectory(folder.getParent(), ".entroscope-");
    Path old = fresh.resolveSibling(fresh.getFileName() + "-old");
    try {
      Files.writeString(
          fresh.resolve("kernel.json"),
          KernelSpec.json(displayName(), startScript(jars), java(), jars, environment));
      for (String logo : LOGOS) {
        try (InputStream in = Install.class.getResourceAsStream(logo)) {
          Files.copy(in, fresh.resolve(logo), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      // Jupyter's servers offer the files of a kernel to the pages, whose figures need this one
      Files.writeString(fresh.resolve(PlotlyLibrary.FILE), PlotlyLibrary.script());
      fresh.toFile().setReadable(true, false);
      fresh.toFile().setExecutable(true, false);
      // a folder cannot be replaced in one step; the old one stays until the new one is in place
      if (Files.exists(folder)) {
        Files.move(folder, old);
      }
      Files.move(fresh, folder);
    } finally {
      delete(old);
      delete(fresh);
    }
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", isWindows() ? "java.exe" : "java");
  }

  private static Path ownFolder() {
    Path own;
    try {
      own = Path.of(Install.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a jar's location is always a URI", e);
    }
    if (Files.isDirectory(own)) {
      throw new IllegalStateException(
          "this runs from %s and not from the kernel's jars. Build them (mvn package) and call"
                  .formatted(own)
              + " java -cp 'kernel-extension/target/kernel/lib/*' "
              + Install.class.getName());
    }
    return own.toAbsolutePath().getParent();
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
