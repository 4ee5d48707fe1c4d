package org.entroscope.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@link FuzzChild}, ends it if it hangs, and continues after an input that ended it. */
final class Fuzzing {

  /**
   * The processor time that one input may use. On a busy machine, this takes longer by the clock.
   */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /**
   * The limit for an input that waits without computing, and for the start. It is far more than is
   * needed on a busy machine.
   */
  private static final Duration LONGEST_BY_THE_CLOCK = Duration.ofMinutes(10);

  private final Format format;
  private final Path home;
  private final List<String> findings = new ArrayList<>();
  private volatile long number;
  private volatile boolean done;
  private volatile long since;
  private volatile Duration processorThen;

  private Fuzzing(Format format, Path home) {
    this.format = format;
    this.home = home;
  }

  /**
   * Reads inputs.
   *
   * @param home the folder for the seeds and the current input
   * @return the findings, one line each; empty if there are none
   */
  static List<String> run(Format format, long from, long to, Path home) throws Exception {
    Fuzzing fuzzing = new Fuzzing(format, home);
    fuzzing.number = from;
    while (!fuzzing.done && fuzzing.number < to && fuzzing.findings.size() < 50) {
      fuzzing.child(fuzzing.number, to);
    }
    return fuzzing.findings;
  }

  private void child(long from, long to) throws Exception {
    Path errors = home.resolve("errors.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FuzzChild.class.getName(),
                format.name(),
                String.valueOf(from),
                String.valueOf(to),
                home.toString())
            .redirectError(errors.toFile())
            .start();
    long before = from - 1;
    number = before;
    beginning(process);
    Thread reader = new Thread(() -> read(process), "fuzz-reader");
    reader.start();
    String ended = watched(process);
    reader.join(TimeUnit.SECONDS.toMillis(10));
    if (!done) {
      if (number == before) {
        throw new AssertionError(format.name() + ": " + ended + "; " + Files.readString(errors));
      }
      found(number, ended);
      number++;
    }
  }

  /** Waits for the process, ends it if it exceeds a limit, and returns the reason why it ended. */
  private String watched(Process process) throws InterruptedException {
    while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
      Duration clock = Duration.ofNanos(System.nanoTime() - since);
      Duration processor = processor(process).minus(processorThen);
      boolean started = number >= 0 && clock.compareTo(LONGEST) > 0;
      if (started && processor.compareTo(LONGEST) > 0
          || clock.compareTo(LONGEST_BY_THE_CLOCK) > 0) {
        process.destroyForcibly().waitFor();
        return "no end after %d s, of which it computed %d s"
            .formatted(clock.toSeconds(), processor.toSeconds());
      }
    }
    return "the process ended with " + process.exitValue();
  }

  private void beginning(Process process) {
    processorThen = processor(process);
    since = System.nanoTime();
  }

  private static Duration processor(Process process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private void read(Process process) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(FuzzChild.AT)) {
          number = Long.parseLong(line.substring(FuzzChild.AT.length()));
          beginning(process);
        } else if (line.startsWith(FuzzChild.FOUND)) {
          String[] words = line.split(" ", 3);
          found(Long.parseLong(words[1]), words[2]);
        } else if (line.equals(FuzzChild.DONE)) {
          done = true;
        }
      }
    } catch (IOException e) {
      // the process was ended, and the caller knows that
    }
  }

  private synchronized void found(long number, String what) {
    findings.add("%s, input %d: %s".formatted(format.name(), number, what));
  }
}
