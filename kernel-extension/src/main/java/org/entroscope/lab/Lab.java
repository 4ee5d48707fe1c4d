package org.entroscope.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.entroscope.corpus.Corpus;
import org.entroscope.files.AtomicFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Opens the notebooks in Jupyter or executes them. {@code notebooks/lab} starts this program after
 * the build.
 */
@Command(name = "lab")
public final class Lab implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(names = "--run")
  boolean run;

  @Parameters(paramLabel = "NAME")
  List<String> names = new ArrayList<>();

  @Option(names = "--out", paramLabel = "DIR")
  Path out;

  @Option(names = "--in-place")
  boolean inPlace;

  @Option(names = "--timeout", paramLabel = "SEC", defaultValue = "3600")
  int timeoutSeconds;

  @Option(names = "--parallel", paramLabel = "N", defaultValue = "1")
  int parallel;

  @Option(names = "--folder", paramLabel = "DIR")
  Path folder;

  @Option(names = "--device", paramLabel = "NAME")
  String device;

  @Option(names = "--prefetch")
  boolean prefetch;

  @Option(names = {"-h", "--help"})
  boolean help;

  private final Machine machine;
  private final KernelInstaller kernel;
  private final Devices devices;
  private final List<String> forJupyter;
  private final PrintStream console;

  Lab(
      Machine machine,
      KernelInstaller kernel,
      Devices devices,
      List<String> forJupyter,
      PrintStream console) {
    this.machine = machine;
    this.kernel = kernel;
    this.devices = devices;
    this.forJupyter = forJupyter;
    this.console = console;
  }

  /** Installs the kernel in Jupyter if it is not installed. */
  @FunctionalInterface
  interface KernelInstaller {

    /** Returns the folder for data that the Jupyters that we start search first. */
    Path install();
  }

  /** Provides PyTorch for the device that the user asks for, and says which device is used. */
  @FunctionalInterface
  interface Devices {

    /** Returns environment variables for the kernels. */
    Map<String, String> prepare(DeviceSetup.Wanted wanted);
  }

  /** Runs the command line and ends the JVM with its status. */
  public static void main(String[] args) {
    Machine machine = new LocalMachine(System.err);
    System.exit(
        execute(machine, new OurKernel(machine), new OurDevices(machine), System.out, args));
  }

  /** Runs the command line and returns the exit status. */
  static int execute(
      Machine machine,
      KernelInstaller kernel,
      Devices devices,
      PrintStream console,
      String... args) {
    // everything after "--" is for Jupyter
    int split = Arrays.asList(args).indexOf("--");
    int own = split < 0 ? args.length : split;
    List<String> forJupyter = split < 0 ? List.of() : List.of(args).subList(split + 1, args.length);
    return new CommandLine(new Lab(machine, kernel, devices, forJupyter, console))
        .setParameterExceptionHandler(
            (problem, given) -> {
              machine.say("lab: " + problem.getMessage());
              machine.say("'notebooks/lab --help' lists the options.");
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (problem, line, parsed) -> {
              if (problem instanceof LabException || problem instanceof UncheckedIOException) {
                machine.say("lab: " + problem.getMessage() + causeOf(problem));
                return 1;
              }
              throw problem;
            })
        .execute(Arrays.copyOf(args, own));
  }

  @Override
  public Integer call() {
    if (help) {
      console.print(helpPage());
      return 0;
    }
    check(run || names.isEmpty(), "to execute a notebook: lab --run " + String.join(" ", names));
    check(run || (out == null && !inPlace), "--out and --in-place belong to --run");
    check(!run || forJupyter.isEmpty(), "options after -- belong to an opened Jupyter, not --run");
    check(!run || !prefetch, "--prefetch and --run cannot be combined");
    check(parallel > 0, "--parallel must be at least 1 notebook, not " + parallel);
    check(run || parallel == 1, "--parallel belongs to --run");
    check(timeoutSeconds > 0, "--timeout must be at least 1 second, not " + timeoutSeconds);
    DeviceSetup.Wanted wanted = wantedDevice();
    if (prefetch) {
      return prefetch(wanted);
    }
    Path notebooks = folder != null ? folder : ourNotebooks();
    return run ? execute(notebooks, wanted) : open(notebooks, wanted);
  }

  private int execute(Path notebooks, DeviceSetup.Wanted wanted) {
    List<Notebooks.Notebook> chosen = new Notebooks(notebooks).named(names);
    Path results = out != null ? out : notebooks.resolve("out");
    Writable.check(results, "the results", "name another folder with --out DIR");
    if (inPlace) {
      chosen.forEach(book -> Writable.check(book.file(), "the outputs", "leave out --in-place"));
    }
    Jupyter jupyter = new JupyterProvision(machine).provide(Jupyter.Use.EXECUTE);
    jupyter = jupyter.withData(kernel.install()).withVariables(devices.prepare(wanted));
    try (Runner runner = new Runner(machine, jupyter, timeoutSeconds, parallel, console)) {
      List<Outcome> outcomes =
          runner.run(
              chosen,
              results,
              (notebook, outcome) -> {
                if (inPlace && outcome.failure().isEmpty()) {
                  replace(notebook.file(), outcome.executed());
                }
              });
      return Summary.print(outcomes, console);
    }
  }

  private int open(Path notebooks, DeviceSetup.Wanted wanted) {
    if (!Files.isDirectory(notebooks)) {
      throw new LabException("there is no folder " + notebooks);
    }
    Jupyter jupyter = new JupyterProvision(machine).provide(Jupyter.Use.OPEN);
    jupyter = jupyter.withData(kernel.install()).withVariables(devices.prepare(wanted));
    if (folder == null) {
      new Trust(machine, jupyter).sign(notebooks);
    }
    return new Opener(machine, jupyter).open(notebooks, forJupyter);
  }

  private int prefetch(DeviceSetup.Wanted wanted) {
    new JupyterProvision(machine).provide(Jupyter.Use.OPEN);
    kernel.install();
    devices.prepare(wanted);
    Corpus corpus = Corpus.javaSources();
    machine.say("Jupyter, the kernel and the corpus are available: " + corpus);
    return 0;
  }

  private static void replace(Path notebook, Path executed) {
    try {
      AtomicFile.write(notebook, part -> Files.copy(executed, part));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot put the outputs into " + notebook, e);
    }
  }

  private DeviceSetup.Wanted wantedDevice() {
    if (device == null) {
      return DeviceSetup.byVariable(machine);
    }
    check(
        List.of("cpu", "gpu", "auto").contains(device),
        "--device is one of cpu, gpu and auto, not " + device);
    return DeviceSetup.Wanted.valueOf(device.toUpperCase(Locale.ROOT));
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  /**
   * Returns the folder of the project's notebooks. Outside of a project, the notebooks in this jar
   * are written into the current folder first.
   */
  private Path ourNotebooks() {
    String folder = System.getProperty("entroscope.notebooks");
    if (folder != null) {
      return Path.of(folder);
    }
    Path unpacked = Path.of("entroscope-notebooks").toAbsolutePath();
    Writable.check(
        unpacked, "the notebooks", "start this elsewhere, or name a folder with --folder");
    try {
      int written = PackedNotebooks.unpackInto(unpacked);
      if (written > 0) {
        machine.say("The notebooks are in %s (%,d files written).".formatted(unpacked, written));
      }
      return unpacked;
    } catch (IOException e) {
      throw new UncheckedIOException("the notebooks cannot be written to " + unpacked, e);
    }
  }

  private static String causeOf(Throwable problem) {
    return problem.getCause() == null ? "" : " (" + problem.getCause() + ")";
  }

  static String helpPage() {
    try (InputStream in = Lab.class.getResourceAsStream("help.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
