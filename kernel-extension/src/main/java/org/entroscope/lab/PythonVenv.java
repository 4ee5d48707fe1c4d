package org.entroscope.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Python environment of our own in the cache folder. It is there only when it is complete: an
 * attempt that fails is deleted again, and one that was killed is deleted by the next.
 */
final class PythonVenv {

  private static final Duration CREATION_LIMIT = Duration.ofMinutes(3);
  private static final Duration REACH_LIMIT = Duration.ofSeconds(20);
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(20);

  private final Machine machine;
  private final Path folder;

  PythonVenv(Machine machine) {
    this.machine = machine;
    this.folder = machine.cache().resolve("jupyter");
  }

  /** The environment's interpreter, whether it is there or not. */
  Path python() {
    return folder.resolve("bin").resolve("python");
  }

  /**
   * Makes the environment with Jupyter in it, with the index of packages that the user's pip is
   * configured for.
   *
   * @param use what Jupyter is wanted for; its page is a large part of it
   * @return why it did not work; empty if it did
   */
  Optional<String> create(Jupyter.Use use) {
    Optional<Path> base =
        Stream.of("python3", "python").flatMap(name -> machine.onPath(name).stream()).findFirst();
    if (base.isEmpty()) {
      return Optional.of("there is no python3 on the PATH");
    }
    machine.say("Making a Python environment for Jupyter in " + folder + " ...");
    machine.delete(folder);
    Optional<String> problem = Optional.of("it was interrupted");
    try {
      problem = fill(base.get(), use);
    } finally {
      if (problem.isPresent()) {
        machine.delete(folder);
      }
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
    // one small package first, so that an index that cannot be reached costs seconds
    Machine.Result reach = pip(REACH_LIMIT, 5, 0, List.of("--no-deps", "nbclient"));
    if (!reach.succeeded()) {
      return Optional.of("pip reaches no index of packages:\n" + reach.lastLines());
    }
    Machine.Result packages =
        pip(
            INSTALL_LIMIT,
            30,
            3,
            use == Jupyter.Use.EXECUTE
                ? List.of("nbclient", "nbconvert>=6")
                : List.of("nbclient", "nbconvert>=6", "notebook", "jupyterlab"));
    return packages.succeeded()
        ? Optional.empty()
        : Optional.of("pip could not install Jupyter:\n" + packages.lastLines());
  }

  private Machine.Result pip(Duration limit, int timeout, int retries, List<String> packages) {
    List<String> command = new ArrayList<>(List.of(python().toString(), "-m", "pip", "install"));
    command.addAll(List.of("--quiet", "--disable-pip-version-check", "--no-input"));
    command.addAll(List.of("--timeout", "" + timeout, "--retries", "" + retries));
    command.addAll(packages);
    return machine.run(limit, command);
  }
}
