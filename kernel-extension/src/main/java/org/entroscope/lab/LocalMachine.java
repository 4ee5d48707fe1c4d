package org.entroscope.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.entroscope.files.Reason;
import org.entroscope.hub.CacheFolder;

/** The computer that this JVM runs on. */
public final class LocalMachine implements Machine {

  private final PrintStream out;

  /**
   * @param out the stream to which {@link #say} prints
   */
  public LocalMachine(PrintStream out) {
    this.out = out;
  }

  @Override
  public Result run(Duration limit, List<String> command, Watcher watcher) {
    Path output = null;
    try {
      // a file instead of a pipe, because grandchildren that outlive the command would block us
      output = Files.createTempFile("entroscope", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      Process process = builder.start();
      process.getOutputStream().close();
      Processes.endWithThisJvm(process);
      boolean ended = watch(process, output, limit, watcher);
      if (!ended) {
        Processes.end(process);
      }
      String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      return new Result(ended ? process.exitValue() : Result.TOO_LONG, text);
    } catch (IOException e) {
      return new Result(Result.NOT_STARTED, Reason.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while running " + command.get(0), e);
    } finally {
      if (output != null) {
        output.toFile().delete();
      }
    }
  }

  /**
   * Waits for the end of a process and passes its output on.
   *
   * @return whether the process ended within the limit
   */
  private static boolean watch(Process process, Path output, Duration limit, Watcher watcher)
      throws IOException, InterruptedException {
    if (watcher == Watcher.NONE) {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
    long begun = System.nanoTime();
    try (BufferedReader lines = Files.newBufferedReader(output, StandardCharsets.ISO_8859_1)) {
      StringBuilder line = new StringBuilder();
      boolean ended;
      Duration passed;
      do {
        ended = process.waitFor(1, TimeUnit.SECONDS);
        passed = Duration.ofNanos(System.nanoTime() - begun);
        for (int c = lines.read(); c >= 0; c = lines.read()) {
          if (c != '\n') {
            line.append((char) c);
          } else {
            watcher.line(line.toString().stripTrailing());
            line.setLength(0);
          }
        }
        watcher.passed(passed);
      } while (!ended && passed.compareTo(limit) < 0);
      return ended;
    }
  }

  @Override
  public Optional<Path> onPath(String program) {
    return Launcher.Place.here().onPath(program);
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
      return ""; // not a text file
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
  public void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move " + from + " to " + to, e);
    }
  }

  @Override
  public void touch(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  @Override
  public Path cache() {
    return CacheFolder.path();
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
