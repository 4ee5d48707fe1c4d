package org.entroscope.house;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks the dependencies of the modules against a local copy of an advisory list. It is run by
 * Maven's profile {@code advisories}.
 */
public final class AdvisoryCheck {

  /** A line of {@code dependency:list}: group, artifact, type, optional classifier, version. */
  private static final Pattern DEPENDENCY =
      Pattern.compile(" *([^:\\s]+):([^:\\s]+):[^:\\s]+(?::[^:\\s]+)?:([^:\\s]+):[a-z]+( .*)?");

  private record Library(String group, String artifact, String version) {}

  private AdvisoryCheck() {}

  /**
   * Checks the dependencies and prints the advisories that were found.
   *
   * @param arguments the advisories (a folder or a zip archive of OSV files), a file of accepted
   *     advisories, and files in the format of {@code dependency:list}
   * @throws IllegalStateException if an advisory holds for a dependency and is not accepted
   */
  public static void main(String[] arguments) throws IOException {
    List<Path> paths = Stream.of(arguments).map(Path::of).toList();
    if (!Files.exists(paths.get(0))) {
      throw new IOException(
          "there are no advisories in %s: name a folder or a zip of OSV files with"
                  .formatted(paths.get(0))
              + " -Dentroscope.advisories=FOLDER");
    }
    int open = check(paths.get(0), paths.get(1), paths.subList(2, paths.size()), System.out);
    if (open > 0) {
      throw new IllegalStateException(
          open + " advisories hold for libraries in use; they are listed above");
    }
  }

  /** Returns the number of advisories that hold for a dependency and are not accepted. */
  static int check(Path list, Path accepted, List<Path> dependencies, PrintStream out)
      throws IOException {
    Map<Library, Set<String>> libraries = new LinkedHashMap<>();
    for (Path file : dependencies) {
      read(file, libraries);
    }
    List<Advisory> advisories = AdvisoryList.read(list);
    Map<String, String> reasons = reasons(accepted);
    Set<String> unused = new TreeSet<>(reasons.keySet());
    int open = 0;
    for (Map.Entry<Library, Set<String>> entry : libraries.entrySet()) {
      Library library = entry.getKey();
      for (Advisory advisory : advisories) {
        if (advisory.affects(library.group, library.artifact, library.version)) {
          String key = advisory.id() + " " + library.group + ":" + library.artifact;
          String reason = reasons.get(key);
          unused.remove(key);
          open += reason == null ? 1 : 0;
          out.printf(
              "%s %s in %s: %s%s%n",
              key,
              library.version,
              String.join(", ", entry.getValue()),
              advisory.words(),
              reason == null ? "" : " (accepted: " + reason + ")");
        }
      }
    }
    unused.forEach(key -> out.println("accepted, and not found any more: " + key));
    out.printf(
        "%,d libraries checked against %,d advisories: %,d to mend%n",
        libraries.size(), advisories.size(), open);
    return open;
  }

  private static void read(Path file, Map<Library, Set<String>> libraries) throws IOException {
    String module = file.toAbsolutePath().getParent().getParent().getFileName().toString();
    int found = 0;
    for (String line : Files.readAllLines(file)) {
      Matcher matcher = DEPENDENCY.matcher(line.replaceAll("\u001B\\[[0-9;]*m", ""));
      if (matcher.matches()) {
        found++;
        libraries
            .computeIfAbsent(
                new Library(matcher.group(1), matcher.group(2), matcher.group(3)),
                library -> new TreeSet<>())
            .add(module);
      }
    }
    if (found == 0) {
      throw new IOException("no library is listed in " + file);
    }
  }

  /**
   * Reads lines that consist of an id, group:artifact and the reason why the advisory is accepted.
   */
  private static Map<String, String> reasons(Path accepted) throws IOException {
    Map<String, String> reasons = new TreeMap<>();
    for (String line : Files.readAllLines(accepted)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.split(" +", 3);
      if (parts.length < 3) {
        throw new IOException("%s: no reason is given in '%s'".formatted(accepted, line));
      }
      reasons.put(parts[0] + " " + parts[1], parts[2]);
    }
    return reasons;
  }
}
