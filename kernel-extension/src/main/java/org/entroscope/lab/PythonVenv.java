package org.entroscope.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Python environment in our cache folder. It is used only if it is complete. If its creation
 * fails, it is deleted, and the previous environment is restored. If its creation was killed, a
 * mark remains, and the next attempt deletes it.
 */
final class PythonVenv {

  private static final Duration CREATION_LIMIT = Duration.ofMinutes(3);
  private static final Duration REACH_LIMIT = Duration.ofSeconds(60);
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(20);

  private static final int ATTEMPTS = 3;

  private final Machine machine;
  private final Path folder;
  private final Path begun;
  private final Path earlier;

  PythonVenv(Machine machine) {
    this.machine = machine;
    this.folder = machine.cache().resolve("jupyter");
    this.begun = folder.resolveSibling("jupyter.begun");
    this.earlier = folder.resolveSibling("jupyter.earlier");
  }

  /** Returns the interpreter of the environment if the environment is complete. */
  Optional<Path> python() {
    return Optional.of(interpreter()).filter(machine::exists).filter(p -> !machine.exists(begun));
  }

  private Path interpreter() {
    Path windows = folder.resolve("Scripts").resolve("python.exe");
    return machine.exists(windows) ? windows : folder.resolve("bin").resolve("python");
  }

  /**
   * Creates the environment and installs Jupyter from the package index for which the user's pip is
   * configured.
   *
   * @param use the use of Jupyter; its user interface is a large part of the download
   * @return the reason if this failed; empty if it succeeded
   */
  Optional<String> create(Jupyter.Use use) {
    Optional<Path> base =
        Stream.of("python3", "python").flatMap(name -> machine.onPath(name).stream()).findFirst();
    if (base.isEmpty()) {
      return Optional.of("there is no python3 on the PATH");
    }
    machine.say("Creating a Python environment for Jupyter in " + folder + " ...");
    if (python().isPresent()) {
      machine.delete(earlier);
      machine.move(folder, earlier);
    }
    machine.touch(begun);
    machine.delete(folder);
    Optional<String> problem = Optional.of("it was interrupted");
    try {
      problem = fill(base.get(), use);
    } finally {
      if (problem.isPresent()) {
        machine.delete(folder);
        if (machine.exists(earlier)) {
          machine.move(earlier, folder);
        }
      }
      machine.delete(begun);
      machine.delete(earlier);
    }
    return problem;
  }

  private Optional<String> fill(Path base, Jupyter.Use use) {
    Machine.Result venv =
        machine.run(
            CREATION_LIMIT, List.of(base.toString(), "-m", "venv", "--clear", folder.toString()));
    if (!venv.succeeded()) {
      return Optional.of(base + " cannot make one:\n" + venv.lastLines());
    }
    // install a small package first, to notice within seconds if the index cannot be reached
    Machine.Result reach = pip(REACH_LIMIT, List.of("--no-deps", "nbclient"));
    if (!reach.succeeded()) {
      return Optional.of("pip reaches no package index:\n" + reach.lastLines());
    }
    machine.say("  pip downloads Jupyter and its dependencies: " + size(use) + " ...");
    List<String> wanted =
        use == Jupyter.Use.EXECUTE
            ? List.of("nbclient", "nbconvert>=6")
            : List.of("nbclient", "nbconvert>=6", "notebook", "jupyterlab");
    Machine.Result packages = pip(INSTALL_LIMIT, wanted);
    for (int i = 1; i < ATTEMPTS && !packages.succeeded(); i++) {
      machine.say("  Trying again; finished downloads are in pip's cache ...");
      packages = pip(INSTALL_LIMIT, wanted);
    }
    return packages.succeeded()
        ? Optional.empty()
        : Optional.of("pip could not install Jupyter:\n" + packages.lastLines());
  }

  private Machine.Result pip(Duration limit, List<String> packages) {
    List<String> command =
        new ArrayList<>(List.of(interpreter().toString(), "-m", "pip", "install"));
    command.addAll(List.of("--progress-bar", "off", "--disable-pip-version-check", "--no-input"));
    // if one of several indexes cannot be reached, pip would repeat every request to it for each
    // package, which takes minutes
    command.addAll(List.of("--timeout", "15", "--retries", "0"));
    command.addAll(packages);
    return machine.run(limit, command, new Progress(machine));
  }

  // measured with JupyterLab 4.6 and Notebook 7.6
  private static String size(Jupyter.Use use) {
    return use == Jupyter.Use.EXECUTE
        ? "about 40 packages, 10 MB, usually less than a minute"
        : "about 95 packages, 55 MB, usually one to three minutes";
  }
}
