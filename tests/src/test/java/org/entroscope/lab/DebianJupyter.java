package org.entroscope.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * JupyterLab 4 and Notebook 7 from Debian's next release. They are unpacked into a folder with
 * their own Python and C library, so the system is not changed. The mirror is the one that apt is
 * configured to use. apt checks signatures and hashes.
 */
final class DebianJupyter {

  private static final Duration LIMIT = Duration.ofMinutes(15);

  /**
   * The suites to try. The first one that has both is used. A release does not change these names.
   */
  private static final List<String> SUITES = List.of("testing", "unstable");

  /**
   * A script that runs the unpacked Python with its own loader and libraries. It works in any
   * folder.
   */
  private static final String WRAPPER =
      """
      #!/bin/sh
      root=$(CDPATH= cd "$(dirname "$0")/.." && pwd -P)
      PYTHONHOME=$root/usr PYTHONDONTWRITEBYTECODE=1 exec "$root/%s" \\
        --library-path "$root/%s" --argv0 "$root/bin/python" "$root/%s" "$@"
      """;

  private final Machine machine;
  private final Path folder;

  DebianJupyter(Machine machine) {
    this.machine = machine;
    this.folder = machine.cache().resolve("jupyter-debian");
  }

  Path python() {
    return folder.resolve("bin").resolve("python");
  }

  /** Repairs {@linkplain DebianNotebookFault a bug} of its Notebook if the bug is present. */
  void mend() {
    Path scripts = folder.resolve("usr/lib/python3/dist-packages/notebook/static");
    if (DebianNotebookFault.mend(scripts) > 0) {
      machine.say("Mended the page of Debian's Notebook 7, which stops answering.");
    }
  }

  /**
   * Downloads and unpacks the packages. The folder exists only when it is complete.
   *
   * @return the reason if it failed; empty if it succeeded
   */
  Optional<String> create() {
    if (machine.onPath("apt-get").isEmpty() || machine.onPath("dpkg").isEmpty()) {
      return Optional.of("this is no Debian");
    }
    Path part = folder.resolveSibling(folder.getFileName() + ".part");
    List<String> problems = new ArrayList<>();
    try {
      for (String suite : SUITES) {
        machine.delete(part);
        Optional<String> problem = fill(part, suite);
        if (problem.isEmpty()) {
          machine.delete(folder);
          Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
          return Optional.empty();
        }
        problems.add(suite + ": " + problem.get());
      }
      return Optional.of(String.join("\n", problems));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack Jupyter into " + part, e);
    } finally {
      machine.delete(part);
    }
  }

  private Optional<String> fill(Path root, String suite) throws IOException {
    Optional<String> mirror = mirror();
    if (mirror.isEmpty()) {
      return Optional.of("apt's configuration names no Debian mirror");
    }
    Path apt = root.resolve("apt");
    Files.createDirectories(apt.resolve("lists/partial"));
    Files.createDirectories(apt.resolve("archives/partial"));
    Files.writeString(apt.resolve("sources.list"), "deb " + mirror.get() + " " + suite + " main\n");
    Files.writeString(apt.resolve("status"), "");
    machine.say("Fetching the list of packages of Debian's " + suite + " ...");
    Machine.Result update = apt(apt, "apt-get", "-q", "update");
    if (!update.succeeded()) {
      return Optional.of("apt-get update failed:\n" + update.lastLines());
    }
    Machine.Result about = apt(apt, "apt-cache", "show", "--no-all-versions", "jupyterlab");
    // skip the packages that are needed to build JupyterLab but not to serve its page
    Files.writeString(apt.resolve("status"), asIfInstalled(about.output()));
    machine.say("Fetching JupyterLab and Notebook 7 with a Python of their own ...");
    Machine.Result packages =
        apt(
            apt,
            "apt-get",
            "-q",
            "-y",
            "install",
            "--no-install-recommends",
            "--download-only",
            "jupyterlab",
            "python3-notebook");
    if (!packages.succeeded()) {
      return Optional.of("apt-get install --download-only failed:\n" + packages.lastLines());
    }
    return unpack(root, apt);
  }

  private Optional<String> unpack(Path root, Path apt) throws IOException {
    List<Path> packages = list(apt.resolve("archives"), "*.deb");
    machine.say("Unpacking " + packages.size() + " packages ...");
    for (Path file : packages) {
      Machine.Result one =
          machine.run(LIMIT, List.of("dpkg", "-x", file.toString(), root.toString()));
      if (!one.succeeded()) {
        return Optional.of(file.getFileName() + " cannot be unpacked:\n" + one.lastLines());
      }
    }
    machine.delete(apt);
    for (String unused : List.of("doc", "man", "locale", "info")) {
      machine.delete(root.resolve("usr/share").resolve(unused));
    }
    // Jupyter looks for the configuration of its extensions below sys.prefix
    Files.createSymbolicLink(root.resolve("usr/etc"), Path.of("../etc"));
    List<Path> loaders = list(root.resolve("usr/lib"), "*-linux-gnu*/ld-linux*.so.*");
    List<Path> pythons = list(root.resolve("usr/bin"), "python3.[0-9]*");
    if (loaders.isEmpty() || pythons.isEmpty()) {
      return Optional.of("no Python in its packages");
    }
    Path bin = Files.createDirectories(root.resolve("bin"));
    Path loader = root.relativize(loaders.get(0));
    Path python =
        Files.writeString(
            bin.resolve("python"),
            WRAPPER.formatted(loader, loader.getParent(), root.relativize(pythons.get(0))));
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Optional.empty();
  }

  /** Returns the mirror that this computer's own release uses. */
  private Optional<String> mirror() {
    Machine.Result targets =
        machine.run(
            LIMIT,
            List.of("apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)"));
    return targets
        .output()
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 3 && words[2].equals("main"))
        .filter(words -> words[0].matches(".*/debian/?") && !words[1].contains("security"))
        .map(words -> words[0])
        .findFirst();
  }

  /**
   * Returns a list of installed packages, in apt's format. It contains all dependencies of a
   * package except those of Python and Jupyter.
   */
  private static String asIfInstalled(String about) {
    StringBuilder status = new StringBuilder();
    about
        .lines()
        .filter(line -> line.startsWith("Depends: "))
        .flatMap(line -> Stream.of(line.substring(9).split(",")))
        .map(wanted -> wanted.strip().split("[ (|:]")[0])
        .filter(name -> !name.startsWith("python3") && !name.startsWith("jupyter"))
        .distinct()
        .forEach(
            name ->
                status
                    .append("Package: ")
                    .append(name)
                    .append("\nStatus: install ok installed\nVersion: 9999:0\n")
                    .append("Architecture: all\nMaintainer: none\nDescription: none\n\n"));
    return status.toString();
  }

  private Machine.Result apt(Path apt, String... words) {
    List<String> command = new ArrayList<>();
    command.add(words[0]);
    String[] settings = {
      "Dir::State=" + apt,
      "Dir::State::lists=lists",
      "Dir::State::status=" + apt.resolve("status"),
      "Dir::Cache=" + apt,
      "Dir::Cache::archives=archives",
      "Dir::Etc::sourcelist=" + apt.resolve("sources.list"),
      "Dir::Etc::sourceparts=/dev/null",
      "Dir::Etc::preferences=/dev/null",
      "Dir::Etc::preferencesparts=/dev/null",
      "APT::Sandbox::User=root",
      "APT::Update::Post-Invoke::=true",
      "Binary::apt::APT::Keep-Downloaded-Packages=true"
    };
    for (String setting : settings) {
      command.add("-o");
      command.add(setting);
    }
    command.addAll(List.of(words).subList(1, words.length));
    return machine.run(LIMIT, command, new Progress(machine));
  }

  private static List<Path> list(Path folder, String pattern) throws IOException {
    var matcher = folder.getFileSystem().getPathMatcher("glob:" + folder + "/" + pattern);
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files.filter(matcher::matches).filter(Files::isRegularFile).sorted().toList();
    }
  }
}
