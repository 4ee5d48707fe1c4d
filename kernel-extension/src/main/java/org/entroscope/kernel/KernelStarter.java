package org.entroscope.kernel;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Starts the kernel on systems without a POSIX shell. On Windows, Jupyter starts this class instead
 * of {@link StartScript}. If {@code ENTROSCOPE_JAVA_OPTS} contains no options, the kernel runs in
 * this JVM. If it contains options, such as a larger heap, the kernel runs in a second JVM with
 * these options, and this JVM waits for it. Each of the two ends when the other ends.
 */
public final class KernelStarter {

  private static final String VARIABLE = "ENTROSCOPE_JAVA_OPTS";

  /** Words between spaces; a quoted part of a word may contain spaces. */
  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\"?)+");

  private KernelStarter() {}

  /**
   * Runs until the kernel ends.
   *
   * @param arguments the path of a connection file
   */
  public static void main(String[] arguments) throws Exception {
    List<String> options = options(System.getenv(VARIABLE));
    if (options.isEmpty()) {
      KernelMain.main(arguments);
      return;
    }
    KernelMain.endWithParent();
    ProcessBuilder builder = new ProcessBuilder(command(options, List.of(arguments)));
    // the kernel ends when the process with this id ends
    builder.environment().put(KernelMain.PARENT, Long.toString(ProcessHandle.current().pid()));
    Process kernel = builder.inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(kernel::destroy));
    System.exit(kernel.waitFor());
  }

  /** Returns the words of the variable's value, without their quotes. */
  static List<String> options(String value) {
    return value == null
        ? List.of()
        : WORD.matcher(value).results().map(word -> word.group().replace("\"", "")).toList();
  }

  /** Returns the command of this JVM with more options and the kernel as the main class. */
  private static List<String> command(List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(KernelMain.class.getName());
    command.addAll(arguments);
    return command;
  }
}
