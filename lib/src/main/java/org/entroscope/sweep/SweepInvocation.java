package org.entroscope.sweep;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Stream;
import org.entroscope.engine.PyTorch;
import org.entroscope.runs.RunRecord;

/**
 * A record of one invocation of a sweep: when it ran, on which machine, and how many experiments it
 * trained.
 *
 * @param note the note of the sweep, for example a command; may be empty
 * @param started the date and time in ISO 8601 format
 * @param seconds the duration in seconds
 * @param runner a description of where the experiments ran
 * @param hardware the machine that controlled the sweep
 * @param java the Java version of that machine
 * @param engine the deep learning engine and its version
 * @param trained the number of experiments that ended with a result
 * @param failed the number of experiments that ended with an error
 * @param left the number of experiments that were not trained because of an interrupt
 */
public record SweepInvocation(
    String note,
    String started,
    double seconds,
    String runner,
    String hardware,
    String java,
    String engine,
    int trained,
    int failed,
    int left) {

  /** Returns whether this invocation began the training of a run. */
  boolean began(RunRecord run) {
    try {
      OffsetDateTime from = OffsetDateTime.parse(started);
      OffsetDateTime to = from.plusSeconds((long) Math.ceil(seconds) + 1);
      OffsetDateTime time = OffsetDateTime.parse(run.started());
      return !time.isBefore(from) && !time.isAfter(to);
    } catch (DateTimeParseException e) {
      return false; // a file that was edited by hand
    }
  }

  static String now() {
    return OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Describes the processor, cores, memory and operating system of this machine. */
  static String thisMachine() {
    String processor = System.getProperty("os.arch");
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      processor =
          lines
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse(processor);
    } catch (IOException e) {
      // only Linux provides the processor's name this way
    }
    String memory = "";
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      memory = String.format(Locale.ROOT, ", %.0f GB", system.getTotalMemorySize() / 1e9);
    }
    return "%s, %d cores%s, %s"
        .formatted(
            processor,
            Runtime.getRuntime().availableProcessors(),
            memory,
            System.getProperty("os.name"));
  }

  static String thisEngine() {
    Engine engine = PyTorch.engine();
    return engine.getEngineName() + " " + engine.getVersion();
  }
}
