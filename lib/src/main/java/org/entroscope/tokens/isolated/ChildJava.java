package org.entroscope.tokens.isolated;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Starts another JVM that runs one of Entroscope's classes. */
final class ChildJava {

  /** The memory that one process may map, heap and native memory together. */
  private static final int MOST_KILOBYTES = 6_000_000;

  private ChildJava() {}

  /**
   * Returns a builder for a JVM that starts fast, stays small, leaves no core file and cannot use
   * up the machine's memory.
   *
   * @param main the class to run
   * @param needed one class from every jar that it needs; classes that are not found are left out
   * @throws IOException if the location of the classes is not known, as in a runtime image
   */
  static ProcessBuilder builder(Class<?> main, String... needed) throws IOException {
    List<String> command = new ArrayList<>();
    if (!isWindows()) {
      // a limit that the system does not support is ignored
      String limits =
          "ulimit -c 0 2>/dev/null; ulimit -v %d 2>/dev/null; exec \"$@\""
              .formatted(MOST_KILOBYTES);
      command.addAll(List.of("/bin/sh", "-c", limits, "sh"));
    }
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    command.add(bin.resolve(isWindows() ? "java.exe" : "java").toString());
    command.addAll(
        List.of(
            "-Xmx768m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:CompressedClassSpaceSize=64m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+SuppressFatalErrorMessage",
            "-XX:-UsePerfData",
            "-Dslf4j.internal.verbosity=ERROR"));
    for (String property : List.of("user.home", "java.io.tmpdir", "DJL_CACHE_DIR")) {
      String value = System.getProperty(property);
      if (value != null) {
        command.add("-D" + property + "=" + value);
      }
    }
    command.addAll(List.of("-cp", classPath(main, needed), main.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS")
        .forEach(builder.environment()::remove);
    return builder;
  }

  private static String classPath(Class<?> main, String... needed) throws IOException {
    Set<String> places = new LinkedHashSet<>();
    places.add(place(main));
    for (String name : needed) {
      try {
        places.add(place(Class.forName(name, false, main.getClassLoader())));
      } catch (ClassNotFoundException e) {
        // an optional part of the library
      }
    }
    return String.join(File.pathSeparator, places);
  }

  private static String place(Class<?> type) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException | RuntimeException e) {
      throw new IOException(
          "no process can be started for it: the file that holds "
              + type.getName()
              + " is not known, so put Entroscope's jars on an ordinary class path",
          e);
    }
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").startsWith("Windows");
  }
}
