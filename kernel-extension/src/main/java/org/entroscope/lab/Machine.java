package org.entroscope.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The computer, as far as the launcher reads and changes it. Tests replace it by a simulated
 * computer.
 */
public interface Machine {

  /**
   * The result of a command.
   *
   * @param status the exit status, or {@link #NOT_STARTED} or {@link #TOO_LONG} if there is none
   * @param output the standard output and standard error
   */
  record Result(int status, String output) {

    public static final int NOT_STARTED = 127;
    public static final int TOO_LONG = 124;

    public boolean succeeded() {
      return status == 0;
    }

    /** Returns the last lines of the output, indented, for the end of a message. */
    public String lastLines() {
      List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
      return String.join(
          "\n",
          lines.subList(Math.max(0, lines.size() - 8), lines.size()).stream()
              .map(line -> "    " + line)
              .toList());
    }
  }

  /** Receives the output of a command while it runs. */
  interface Watcher {

    /** Called for each line of the output. */
    void line(String line);

    /** Called about once per second with the time since the start of the command. */
    void passed(Duration time);

    /** Ignores the output. */
    Watcher NONE =
        new Watcher() {
          @Override
          public void line(String line) {}

          @Override
          public void passed(Duration time) {}
        };
  }

  /** Runs a command without input and waits for its end. If it exceeds the limit, it is killed. */
  default Result run(Duration limit, List<String> command) {
    return run(limit, command, Watcher.NONE);
  }

  /** The same, with a watcher of its output. Both run in the calling thread. */
  Result run(Duration limit, List<String> command, Watcher watcher);

  /** Finds a program on the search path. */
  Optional<Path> onPath(String program);

  /** Returns whether a file or folder exists. Symbolic links are followed. */
  boolean exists(Path path);

  /** Returns the first line of a file, or an empty text if it cannot be read as text. */
  String firstLine(Path file);

  /** Deletes a folder and its content. It is no error if the folder does not exist. */
  void delete(Path folder);

  /** Renames a file or folder within its parent folder. */
  void move(Path from, Path to);

  /** Creates an empty file and its parent folders. */
  void touch(Path file);

  /** Returns the value of an environment variable if it is set and not empty. */
  Optional<String> variable(String name);

  /** Returns Entroscope's cache folder, which may not exist. */
  Path cache();

  /** Returns whether the user is allowed to install system packages. */
  boolean isRoot();

  /** Prints one line about the progress. */
  void say(String line);
}
