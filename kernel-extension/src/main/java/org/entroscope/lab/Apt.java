package org.entroscope.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Installs Debian packages if the user is allowed to. */
final class Apt {

  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Machine machine;

  Apt(Machine machine) {
    this.machine = machine;
  }

  /**
   * Installs packages without their recommended packages.
   *
   * @return the reason if the installation failed; empty if it succeeded
   */
  Optional<String> install(String... packages) {
    if (machine.onPath("apt-get").isEmpty()) {
      return Optional.of("there is no apt on this system");
    }
    if (!machine.isRoot()) {
      return Optional.of("apt installs packages only for root");
    }
    machine.say("Installing " + String.join(", ", packages) + " with apt ...");
    Machine.Result result = tryToInstall(packages);
    if (!result.succeeded()) {
      // the lists of packages are missing, or so old that their files are gone
      machine.say("Updating apt's lists of packages ...");
      Machine.Result update = machine.run(LIMIT, List.of("apt-get", "-q", "update"));
      if (!update.succeeded()) {
        return Optional.of("apt-get update failed:\n" + update.lastLines());
      }
      result = tryToInstall(packages);
    }
    return result.succeeded()
        ? Optional.empty()
        : Optional.of("apt-get install failed:\n" + result.lastLines());
  }

  private Machine.Result tryToInstall(String... packages) {
    List<String> command = new ArrayList<>(List.of("apt-get", "-q", "-y"));
    command.addAll(List.of("-o", "DPkg::Lock::Timeout=300"));
    command.addAll(List.of("install", "--no-install-recommends"));
    command.addAll(List.of(packages));
    return machine.run(LIMIT, command, new Progress(machine));
  }
}
