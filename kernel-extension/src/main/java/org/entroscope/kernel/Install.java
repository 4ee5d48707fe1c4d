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
 * Installs the kernel in Jupyter or removes it. Writes or removes one folder, {@code
 * kernels/entroscope} in Jupyter's data folder, and a start script beside the kernel's jars, and
 * changes nothing else.
 */
@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    description = {
      "Installs the Entroscope kernel for the current user (JUPYTER_DATA_DIR is respected).",
      "The kernel runs from the folder of its jars, which must not be moved.",
      "",
      "To set the heap size and other JVM options, set ENTROSCOPE_JAVA_OPTS (-Xmx8g) before"
          + " Jupyter starts, or keep it: --env ENTROSCOPE_JAVA_OPTS=-Xmx8g"
    })
public final class Install implements Callable<Integer> {

  private static final String[] LOGOS = {"logo-svg.svg", "logo-32x32.png", "logo-64x64.png"};

  @Option(
      names = "--prefix",
      paramLabel = "DIR",
      description = "Install into DIR/share/jupyter; DIR is the prefix of a virtual environment.")
  private Path prefix;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "Set a variable in the kernel's environment. The option can be repeated.")
  private Map<String, String> environment = new LinkedHashMap<>();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = KernelSpec.NAME,
      description = {
        "The name of the kernel (default: ${DEFAULT-VALUE}). With another name, this build is",
        "installed beside that of another checkout."
      })
  private String name = KernelSpec.NAME;

  @Option(names = "--uninstall", description = "remove the kernel from Jupyter")
  private boolean uninstall;

  @Option(names = "--libraries", hidden = true)
  private Path libraries;

  Install() {}

  /** Installs the kernel and exits with status 0 if that succeeded. */
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
   * The result of installing the user's own kernel.
   *
   * @param folder the folder in which Jupyter finds the kernel
   * @param before the folder of jars that it ran from before; empty if it was not installed or was
   *     damaged
   * @param change the change that was made
   */
  public record Installed(Path folder, Optional<Path> before, Change change) {

    /** The possible changes. */
    public enum Change {
      /** The kernel already ran from our jars. */
      NONE,
      /** The kernel was missing, or would have started our jars with other settings. */
      WRITTEN,
      /** The kernel ran from a folder that no longer exists, and now runs from ours. */
      REPAIRED,
      /** The kernel runs from another checkout and was not changed. */
      LEFT
    }
  }

  /**
   * Installs the kernel for the current user if Jupyter does not have it yet, or if its settings
   * differ from those of this version. The kernel of another checkout is not changed unless that
   * checkout no longer exists. Variables that were added to its environment are kept.
   *
   * @throws IOException if the kernel cannot be written
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
   * Writes the kernel of this build to a data folder for Jupyter that only this build uses. A
   * Jupyter that is started with this folder in {@code JUPYTER_PATH} prefers it to the kernels of
   * the user, so that each checkout runs its own kernel. Variables that the user added to the
   * user's kernel are copied.
   */
  public static void forThisBuild(Path data) throws IOException {
    Install install = new Install();
    Path folder = data.resolve("kernels").resolve(KernelSpec.NAME);
    install.environment.putAll(KernelSpec.environment(install.folder().resolve("kernel.json")));
    install.ifMissing(folder, ownFolder());
  }

  /**
   * Returns the folder of the jars that this JVM runs from. If the jars are in different folders,
   * creates a folder of links to them.
   */
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
          "the name of a kernel may contain letters, digits, dots, dashes and underscores, not \""
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
      // pages look for plotly.js only under the usual name
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
      // Jupyter's servers provide the files of a kernel to pages, whose figures need this file
      Files.writeString(fresh.resolve(PlotlyLibrary.FILE), PlotlyLibrary.script());
      fresh.toFile().setReadable(true, false);
      fresh.toFile().setExecutable(true, false);
      // a folder cannot be replaced atomically; the old one is kept until the new one is in place
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
    try {
      return JarFolder.of(
          own.toAbsolutePath(),
          System.getProperty("java.class.path"),
          CacheFolder.path().resolve("kernel"));
    } catch (IOException e) {
      throw new UncheckedIOException("the kernel's jars cannot be brought together", e);
    }
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
