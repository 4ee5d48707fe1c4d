package org.entroscope.sweep;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Stream;
import org.entroscope.engine.PyTorch;

/**
 * One run of a sweep's command: when, on what, and how much it trained.
 *
 * @param note what the sweep was noted by, a command for example; may be empty
 * @param started date and time, ISO 8601
 * @param seconds how long it took
 * @param runner where the experiments ran
 * @param hardware the machine that led the sweep
 * @param java its Java
 * @param engine what computed
 * @param trained experiments that came to an end
 * @param failed experiments that did not
 * @param left experiments that an interrupt left undone
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

  static String now() {
    return OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Processor, cores, memory and operating system of this machine. */
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
      // only Linux tells the processor's name this way
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
