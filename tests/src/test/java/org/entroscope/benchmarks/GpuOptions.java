package org.entroscope.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Settings of {@link GpuMeasurements}, as words after the measurement's name.
 *
 * @param small tiny sizes, to see on a CPU that it runs
 * @param end when to stop; what has not been measured by then is left out
 * @param steps of a training of the ladder, 64 x 128 tokens each
 * @param results folder of the ladder's run folders
 * @param checkpoints folder of its unfinished trainings
 */
record GpuOptions(boolean small, Instant end, int steps, Path results, Path checkpoints) {

  private static final int STEPS = 3000;
  private static final int SMALL_STEPS = 20;

  /**
   * Reads {@code small}, {@code minutes=9}, {@code steps=1000} and {@code results=FOLDER}, in any
   * order.
   *
   * @throws IllegalArgumentException for another word
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
