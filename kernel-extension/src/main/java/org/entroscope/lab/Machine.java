package org.entroscope.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What provisioning sees of the computer and does to it. A test puts a made-up computer in its
 * place.
 */
public interface Machine {

  /**
   * How a command ended.
   *
   * @param status its exit status; {@link #NOT_STARTED} or {@link #TOO_LONG} where it has none
   * @param output what it wrote to standard output and standard error
   */
  record Result(int status, String output) {

    public static final int NOT_STARTED = 127;
    public static final int TOO_LONG = 124;

    public boolean succeeded() {
      return status == 0;
    }

    /** The last lines of the output, indented, to be shown below a message. */
    public String lastLines() {
      List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
      return String.join(
          "\n",
          lines.subList(Math.max(0, lines.size() - 8), lines.size()).stream()
              .map(line -> "    " + line)
              .toList());
    }
  }

  /** What is told of a command while it runs. */
  interface Watcher {

    /** One more line of its output. */
    void line(String line);

    /** Called about once a second with the time that the command has taken so far. */
    void passed(Duration time);

    /** Nobody looks. */
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

  /** The program of that name on the search path. */
  Optional<Path> onPath(String program);

  /** Whether there is a file or folder; symbolic links are followed. */
  boolean exists(Path path);

  /** The first line of a file, empty if it cannot be read as text. */
  String firstLine(Path file);

  /** Deletes a folder with all it holds; one that is not there is no error. */
  void delete(Path folder);

  /** Moves a folder or file, with all it holds, within its parent folder. */
  void move(Path from, Path to);

  /** Makes an empty file, with the folders above it. */
  void touch(Path file);

  /** The value of an environment variable, if it is set and not empty. */
  Optional<String> variable(String name);

  /** Entroscope's cache folder; it need not exist. */
  Path cache();

  /** Whether the user may install packages of the system. */
  boolean isRoot();

  /** Tells the user, in one line, what is going on. */
  void say(String line);
}
