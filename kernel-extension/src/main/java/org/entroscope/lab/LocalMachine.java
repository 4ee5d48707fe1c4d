package org.entroscope.lab;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The computer that this JVM runs on. */
public final class LocalMachine implements Machine {

  private final PrintStream out;

  /**
   * @param out where {@link #say} speaks
   */
  public LocalMachine(PrintStream out) {
    this.out = out;
  }

  @Override
  public Result run(Duration limit, List<String> command) {
    Path output = null;
    try {
      // a file rather than a pipe: grandchildren that outlive the command cannot block us
      output = Files.createTempFile("entroscope", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      Process process = builder.start();
      process.getOutputStream().close();
      Processes.endWithThisJvm(process);
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        Processes.end(process);
      }
      String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      return new Result(ended ? process.exitValue() : Result.TOO_LONG, text);
    } catch (IOException e) {
      return new Result(Result.NOT_STARTED, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while running " + command.get(0), e);
    } finally {
      if (output != null) {
        output.toFile().delete();
      }
    }
  }

  @Override
  public Optional<Path> onPath(String program) {
    return variable("PATH").stream()
        .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .findFirst();
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public String firstLine(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return Optional.ofNullable(reader.readLine()).orElse("");
    } catch (IOException e) {
      return ""; // a binary, for example: no text to read
    }
  }

  @Override
  public void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  @Override
  public Path cache() {
    return Optional.ofNullable(System.getProperty("entroscope.home"))
        .or(() -> variable("ENTROSCOPE_HOME"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "entroscope"));
  }

  @Override
  public boolean isRoot() {
    return !System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")
        && run(Duration.ofSeconds(10), List.of("id", "-u")).output().strip().equals("0");
  }

  @Override
  public void say(String line) {
    out.println(line);
  }
}
