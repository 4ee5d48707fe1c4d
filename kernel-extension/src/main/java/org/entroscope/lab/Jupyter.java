package org.entroscope.lab;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Python with Jupyter. All programs are started as {@code python -m ...}, because the scripts on
 * the search path can belong to another Python.
 *
 * @param python the interpreter
 * @param version the version of nbconvert
 * @param page the module of the user interface, {@code jupyterlab} or {@code notebook}; empty if
 *     notebooks can be executed but not opened
 * @param data a folder for Jupyter's data that is searched before the user's; empty for none
 * @param variables environment variables, which the kernels inherit
 */
record Jupyter(
    Path python,
    String version,
    Optional<String> page,
    Optional<Path> data,
    Map<String, String> variables) {

  /** The oldest version of nbconvert whose templates and nbclient we can use. */
  static final int OLDEST_NBCONVERT = 6;

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(60);

  // import the modules instead of only looking for them, to skip broken installations
  private static final String PROBE =
      """
      import importlib.util, nbformat, nbclient, nbconvert, nbconvert.exporters
      page = [m for m in ("jupyterlab", "notebook") if importlib.util.find_spec(m)]
      print("jupyter", nbconvert.__version__, page[0] if page else "none")
      """;

  private static final Pattern ANSWER =
      Pattern.compile("^jupyter ((\\d+)\\S*) (\\w+)$", Pattern.MULTILINE);

  /** The use of Jupyter. */
  enum Use {
    EXECUTE,
    OPEN
  }

  /** Returns this Jupyter with a folder for data that is searched before the user's. */
  Jupyter withData(Path folder) {
    return new Jupyter(python, version, page, Optional.of(folder), variables);
  }

  /** Returns this Jupyter with more environment variables. */
  Jupyter withVariables(Map<String, String> more) {
    return new Jupyter(python, version, page, data, more);
  }

  /** Returns a command of this Python with its environment; it is not started. */
  ProcessBuilder command(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(python.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    data.ifPresent(
        first ->
            builder
                .environment()
                .merge(
                    "JUPYTER_PATH",
                    first.toString(),
                    (more, ours) -> ours + File.pathSeparator + more));
    return builder;
  }

  boolean serves(Use use) {
    return use == Use.EXECUTE || page.isPresent();
  }

  /** Finds the first Python of this computer whose Jupyter is suitable for a use. */
  static Optional<Jupyter> find(Machine machine, Use use) {
    for (Path python : pythons(machine)) {
      Optional<Jupyter> found = in(machine, python).filter(jupyter -> jupyter.serves(use));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Returns the Jupyter of a Python if it is complete and new enough. */
  static Optional<Jupyter> in(Machine machine, Path python) {
    Machine.Result answer = machine.run(PROBE_LIMIT, List.of(python.toString(), "-c", PROBE));
    Matcher matcher = ANSWER.matcher(answer.output());
    if (!answer.succeeded()
        || !matcher.find()
        || Integer.parseInt(matcher.group(2)) < OLDEST_NBCONVERT) {
      return Optional.empty();
    }
    Optional<String> page = Optional.of(matcher.group(3)).filter(name -> !name.equals("none"));
    return Optional.of(new Jupyter(python, matcher.group(1), page, Optional.empty(), Map.of()));
  }

  /**
   * Returns the interpreters to try, in this order: the one that the user named, the one of the
   * {@code jupyter} command (on Debian the system's, whatever {@code python3} is), those on the
   * search path and in the usual places, and our own.
   */
  static Set<Path> pythons(Machine machine) {
    Stream<Path> named = machine.variable("ENTROSCOPE_PYTHON").map(Path::of).stream();
    Stream<Path> behindJupyter =
        machine.onPath("jupyter").flatMap(script -> interpreterOf(machine, script)).stream();
    Stream<Path> onPath =
        Stream.of("python3", "python").flatMap(name -> machine.onPath(name).stream());
    Stream<Path> usual =
        Stream.of("/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3")
            .map(Path::of);
    Stream<Path> ours = new PythonVenv(machine).python().stream();
    Set<Path> found = new LinkedHashSet<>();
    Stream.of(named, behindJupyter, onPath, usual, ours)
        .flatMap(paths -> paths)
        .filter(machine::exists)
        .forEach(found::add);
    return found;
  }

  private static Optional<Path> interpreterOf(Machine machine, Path script) {
    String line = machine.firstLine(script);
    return line.startsWith("#!/") && line.contains("python") && !line.contains(" ")
        ? Optional.of(Path.of(line.substring(2)))
        : Optional.empty();
  }
}
