package org.entroscope.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Python with the two pages that most people use: JupyterLab 4 and Notebook 7.
 *
 * @param python the interpreter
 * @param lab the version of JupyterLab
 * @param notebook the version of Notebook
 */
public record ModernJupyter(Path python, String lab, String notebook) {

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(60);
  private static final String PROBE =
      """
      import jupyterlab, notebook, nbformat, nbclient, nbconvert.exporters
      print("pages", jupyterlab.__version__, notebook.__version__)
      """;
  private static final Pattern ANSWER =
      Pattern.compile("^pages ([4-9]\\S*) ([7-9]\\S*)$", Pattern.MULTILINE);

  /**
   * Returns the Jupyter of this computer. If there is none, installs one in Entroscope's cache
   * folder, with pip or else from Debian's packages. The first call may take minutes and reports
   * its progress. It should be made before the first test.
   *
   * @throws LabException if there is none and none can be installed; the message gives all reasons
   */
  public static ModernJupyter provide(Machine machine) {
    ModernJupyter jupyter = find(machine).orElseGet(() -> install(machine));
    DebianJupyter debian = new DebianJupyter(machine);
    if (jupyter.python().equals(debian.python())) {
      debian.mend();
    }
    return jupyter;
  }

  private static Optional<ModernJupyter> find(Machine machine) {
    Set<Path> candidates = new LinkedHashSet<>(Jupyter.pythons(machine));
    candidates.add(new DebianJupyter(machine).python());
    return candidates.stream()
        .filter(machine::exists)
        .flatMap(python -> in(machine, python).stream())
        .findFirst();
  }

  private static Optional<ModernJupyter> in(Machine machine, Path python) {
    Machine.Result answer = machine.run(PROBE_LIMIT, List.of(python.toString(), "-c", PROBE));
    Matcher matcher = ANSWER.matcher(answer.output());
    return answer.succeeded() && matcher.find()
        ? Optional.of(new ModernJupyter(python, matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  private static ModernJupyter install(Machine machine) {
    List<String> reasons = new ArrayList<>();
    new PythonVenv(machine).create(Jupyter.Use.OPEN).ifPresent(why -> reasons.add("pip: " + why));
    Optional<ModernJupyter> found = find(machine);
    if (found.isEmpty()) {
      new DebianJupyter(machine).create().ifPresent(why -> reasons.add("Debian: " + why));
      found = find(machine);
    }
    return found.orElseThrow(
        () ->
            new LabException(
                "JupyterLab 4 and Notebook 7 are needed for tests, and they could not be installed.\n"
                    + String.join("\n", reasons)
                    + "\nInstall them (pip install jupyterlab notebook) and let"
                    + " ENTROSCOPE_PYTHON name that Python."));
  }
}
