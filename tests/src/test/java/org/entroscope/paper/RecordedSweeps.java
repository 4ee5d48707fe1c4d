package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepResult;

/** The results in {@code notebooks/results}, each read once for all tests. */
final class RecordedSweeps {

  private static final Path RESULTS = Path.of("..", "notebooks", "results");
  private static final Map<String, SweepResult> READ = new ConcurrentHashMap<>();

  private RecordedSweeps() {}

  /**
   * Loads a recorded sweep.
   *
   * @param sweep the name of the folder
   * @param options the options of the launcher that record the sweep
   */
  static SweepResult load(String sweep, String options) {
    return READ.computeIfAbsent(
        sweep,
        name -> {
          Path folder = RESULTS.resolve(name);
          assertTrue(
              Files.isDirectory(folder.resolve("runs")),
              "%s is missing: notebooks/lab --sweep %s records it".formatted(folder, options));
          return Sweep.load(folder.toString());
        });
  }

  /** Loads the series. */
  static SweepResult series() {
    return load("series", "ladder");
  }
}
