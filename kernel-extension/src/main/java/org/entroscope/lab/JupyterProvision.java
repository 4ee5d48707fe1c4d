package org.entroscope.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds Jupyter or installs it, in a Python environment of our own or with apt. */
final class JupyterProvision {

  private final Machine machine;

  JupyterProvision(Machine machine) {
    this.machine = machine;
  }

  /**
   * Returns a Jupyter for a use and installs it if necessary.
   *
   * @throws LabException if there is none and none can be installed; the message gives all reasons
   */
  Jupyter provide(Jupyter.Use use) {
    Optional<Jupyter> existing = Jupyter.find(machine, use);
    return existing.orElseGet(() -> install(use));
  }

  private Jupyter install(Jupyter.Use use) {
    List<String> reasons = new ArrayList<>();
    Optional<String> noVenv = new PythonVenv(machine).create(use);
    if (noVenv.isPresent()) {
      reasons.add("A Python environment in " + machine.cache() + ": " + noVenv.get());
      String cause = noVenv.get().lines().findFirst().orElse("");
      machine.say("This failed (" + cause + "); trying the system's packages.");
      String[] packages =
          use == Jupyter.Use.OPEN
              ? new String[] {"jupyter-nbconvert", "jupyter-notebook"}
              : new String[] {"jupyter-nbconvert"};
      new Apt(machine).install(packages).ifPresent(why -> reasons.add("apt: " + why));
    }
    return Jupyter.find(machine, use)
        .orElseThrow(
            () ->
                new LabException(
                    "Jupyter is needed; none was found, and its installation failed.\n"
                        + String.join("\n", reasons)
                        + "\nInstall it (for example: pip install notebook nbconvert, or on Debian"
                        + " apt install jupyter-notebook)\nand try again. If it is there already,"
                        + " ENTROSCOPE_PYTHON=/path/to/python3 names the Python that has it."));
  }
}
