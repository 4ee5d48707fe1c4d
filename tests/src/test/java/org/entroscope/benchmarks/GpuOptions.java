package org.entroscope.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The options of {@link GpuMeasurements}, which follow the name of the measurement.
 *
 * @param small whether sizes are tiny, for a trial on a CPU
 * @param end when to stop; measurements after this time are omitted
 * @param steps the number of steps of each training, of 64 x 128 tokens each
 * @param results the folder of the finished runs
 * @param checkpoints the folder of the unfinished runs
 */
record GpuOptions(boolean small, Instant end, int steps, Path results, Path checkpoints) {

  private static final int STEPS = 3000;
  private static final int SMALL_STEPS = 20;

  /**
   * Reads {@code small}, {@code minutes=9}, {@code steps=1000} and {@code results=FOLDER}, in any
   * order.
   *
   * @throws IllegalArgumentException if there is any other word
   */
  static GpuOptions of(List<String> words) {
    boolean small = words.contains("small");
    Instant end = Instant.MAX;
    int steps = small ? SMALL_STEPS : STEPS;
    Path results = Path.of("notebooks", "results", small ? "gpu-trial" : "gpu");
    for (String word : words) {
      String value = word.substring(word.indexOf('=') + 1);
      if (word.startsWith("minutes=")) {
        end = Instant.now().plus(Duration.ofSeconds(Math.round(60 * Double.parseDouble(value))));
      } else if (word.startsWith("steps=")) {
        steps = Integer.parseInt(value);
      } else if (word.startsWith("results=")) {
        results = Path.of(value);
      } else if (!word.equals("small")) {
        throw new IllegalArgumentException(
            "'" + word + "' is none of small, minutes=9, steps=1000, results=FOLDER");
      }
    }
    Path checkpoints = Path.of("tests", "target", "gpu", "checkpoints-" + steps);
    return new GpuOptions(small, end, steps, results, checkpoints);
  }

  boolean timeIsUp() {
    return Instant.now().isAfter(end);
  }
}
