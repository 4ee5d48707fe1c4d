package org.entroscope.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.entroscope.corpus.Corpus;
import org.entroscope.hub.MavenLibraries;
import org.entroscope.workshop.CourseProgress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line for teachers of the course: {@code notebooks/lab --course}. */
@Command(
    name = "notebooks/lab --course",
    sortOptions = false,
    description = "Copies the course, shows the progress, and exports slides and an offline pack.",
    footer = {
      "",
      "Actions:",
      "  new DIR        Copy the notebooks and the handout, without the solutions.",
      "  reset DIR      Replace the notebooks of a copy. The old ones are moved to",
      "                 DIR/before-N.",
      "  progress DIR   Show which exercises are solved in the saved notebooks of a",
      "                 copy.",
      "  slides [DIR]   Export the stored notebooks as slides (default:",
      "                 notebooks/out).",
      "  pack FILE      Write one archive for a room without a network: this built",
      "                 project, PyTorch for Linux, macOS and Windows, the corpus, and",
      "                 Jupyter's wheels if pip can reach a package index."
    })
public final class CourseMain implements Callable<Integer> {

  private static final Duration WHEELS_LIMIT = Duration.ofMinutes(20);

  private static final String NATIVES = "ai.djl.pytorch:pytorch-native-cpu:jar:%s:2.7.1";

  @Parameters(index = "0", paramLabel = "ACTION", description = "One of the actions below.")
  private String action;

  @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", description = "A folder or a file.")
  private Path path;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(names = "--solutions", description = "Also export slides of the solutions.")
  private boolean solutions;

  @Option(
      names = "--of",
      paramLabel = "NAME",
      defaultValue = "workshop",
      description = "Export slides of this notebook or folder (default: workshop).")
  private String of;

  private final Machine machine;
  private final Path notebooks;

  CourseMain(Machine machine, Path notebooks) {
    this.machine = machine;
    this.notebooks = notebooks;
  }

  /** Runs the command line and ends the JVM with its status. */
  public static void main(String[] arguments) {
    Path notebooks = Path.of(System.getProperty("entroscope.notebooks", "notebooks"));
    System.exit(execute(new LocalMachine(System.err), notebooks, arguments));
  }

  /** Runs the command line and returns the exit status. */
  static int execute(Machine machine, Path notebooks, String... arguments) {
    return new CommandLine(new CourseMain(machine, notebooks))
        .setExecutionExceptionHandler(
            (problem, line, parsed) -> {
              machine.say("lab: " + problem.getMessage());
              return 1;
            })
        .execute(arguments);
  }

  @Override
  public Integer call() {
    CourseFolder course = new CourseFolder(notebooks.resolve("workshop"));
    switch (action) {
      case "new" -> {
        course.copyTo(wanted("a folder"));
        machine.say("The course is in " + path + ": notebooks/lab --folder " + path + " opens it.");
      }
      case "reset" ->
          machine.say(
              "The notebooks are new; the old ones are in " + course.reset(wanted("a folder")));
      case "progress" -> machine.say(CourseProgress.of(wanted("a folder")).toString());
      case "slides" -> slides(path == null ? notebooks.resolve("out") : path);
      case "pack" -> pack(wanted("a file"));
      default ->
          throw new LabException(
              "there is no '%s': new, reset, progress, slides or pack".formatted(action));
    }
    return 0;
  }

  private Path wanted(String what) {
    if (path == null) {
      throw new LabException("name %s: notebooks/lab --course %s PATH".formatted(what, action));
    }
    return path;
  }

  private void slides(Path folder) {
    Jupyter jupyter = new JupyterProvision(machine).provide(Jupyter.Use.EXECUTE);
    List<Notebooks.Notebook> chosen =
        new Notebooks(notebooks)
            .named(List.of(of)).stream()
                .filter(book -> solutions || !book.name().contains("/solutions/"))
                .toList();
    jupyter = jupyter.withData(new OurKernel(machine).install());
    new SlideExport(machine, jupyter).write(chosen, folder);
  }

  private void pack(Path archive) {
    OfflinePack pack = new OfflinePack(notebooks.toAbsolutePath().normalize().getParent());
    machine.say("Getting PyTorch for " + String.join(", ", OfflinePack.PLATFORMS) + " ...");
    for (String platform : OfflinePack.PLATFORMS) {
      MavenLibraries.resolve(List.of(NATIVES.formatted(platform))).forEach(pack::natives);
    }
    Corpus.javaSourceJars().forEach(pack::corpus);
    try {
      machine.say("Getting Jupyter's wheels by pip ...");
      Path wheels = Files.createTempDirectory("entroscope-wheels");
      try {
        if (fetched(wheels)) {
          pack.wheels(wheels);
        } else {
          machine.say(
              "pip reaches no package index, so the pack has no Jupyter. Install it on the"
                  + " machines beforehand, or make the pack on a machine with a network.");
        }
        pack.write(archive);
      } finally {
        machine.delete(wheels);
      }
      machine.say("%s: %,d MB".formatted(archive, Files.size(archive) / 1_000_000));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the pack", e);
    }
  }

  /**
   * Downloads Jupyter's wheels. Wheels with machine code are those of this platform.
   *
   * @return whether the download succeeded
   */
  private boolean fetched(Path wheels) {
    for (Path python : Jupyter.pythons(machine)) {
      List<String> command =
          List.of(
              python.toString(),
              "-m",
              "pip",
              "download",
              "--progress-bar",
              "off",
              "--disable-pip-version-check",
              "--no-input",
              // fail early if the index cannot be reached
              "--retries",
              "1",
              "--timeout",
              "15",
              "--dest",
              wheels.toString(),
              "nbclient",
              "nbconvert>=6",
              "notebook",
              "jupyterlab");
      if (machine.run(WHEELS_LIMIT, command).succeeded()) {
        return true;
      }
    }
    return false;
  }
}
