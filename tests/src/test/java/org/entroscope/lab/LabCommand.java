package org.entroscope.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code notebooks/lab} as a user does, but with another folder for Jupyter's data, so that
 * the user's own folder does not change.
 */
final class LabCommand {

  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  /**
   * A folder for this process only. Several processes run tests at the same time, and one test
   * checks whether a start writes to the folder.
   */
  static final Path JUPYTER_DATA =
      Path.of("target", "jupyter" + System.getProperty("entroscope.fork", "")).toAbsolutePath();

  /** A limit that is far above the time of all notebooks, even on a busy machine. */
  private static final int LIMIT_MINUTES = 90;

  /**
   * The result of a run.
   *
   * @param status the exit status
   * @param said the text on standard output and standard error
   * @param seconds the duration
   */
  record Ended(int status, String said, double seconds) {}

  private LabCommand() {}

  /** Starts the command in a folder. Its output is written to the file. */
  static Process start(Path folder, File output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(PROJECT.resolve("notebooks").resolve("lab").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JUPYTER_DATA_DIR", JUPYTER_DATA.toString());
    return builder.redirectErrorStream(true).redirectOutput(output).start();
  }

  /** Runs the command to its end. */
  static Ended run(Path folder, String... arguments) throws IOException, InterruptedException {
    File output = File.createTempFile("lab", ".txt");
    try {
      long begun = System.nanoTime();
      Process process = start(folder, output, arguments);
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        process.destroy();
        throw new AssertionError(
            "no end after " + LIMIT_MINUTES + " minutes: " + Files.readString(output.toPath()));
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      return new Ended(process.exitValue(), Files.readString(output.toPath()), seconds);
    } finally {
      Files.delete(output.toPath());
    }
  }
}
