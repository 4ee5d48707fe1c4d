package org.entroscope.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code notebooks/lab} as its user starts it, but for the folder of Jupyter's data: the user's own
 * stays as it is.
 */
final class LabCommand {

  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  /** Of this process alone: several run tests at a time, and one looks whether a start writes. */
  static final Path JUPYTER_DATA =
      Path.of("target", "jupyter" + System.getProperty("entroscope.fork", "")).toAbsolutePath();

  /** Far more than all notebooks take, also on a busy machine. */
  private static final int LIMIT_MINUTES = 90;

  /**
   * How it ended.
   *
   * @param status the exit status
   * @param said what it wrote to standard output and standard error
   * @param seconds how long it took
   */
  record Ended(int status, String said, double seconds) {}

  private LabCommand() {}

  /** Starts it in a folder; the output goes to the file. */
  static Process start(Path folder, File output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(PROJECT.resolve("notebooks").resolve("lab").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JUPYTER_DATA_DIR", JUPYTER_DATA.toString());
    return builder.redirectErrorStream(true).redirectOutput(output).start();
  }

  /** Runs it to its end. */
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
