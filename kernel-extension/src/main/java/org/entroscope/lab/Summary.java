package org.entroscope.lab;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The summary that is printed when all notebooks have been executed. */
final class Summary {

  private Summary() {}

  /**
   * Prints the outcome of each notebook and the place of its results.
   *
   * @return the exit status: 1 if a notebook failed
   */
  static int print(List<Outcome> outcomes, PrintStream console) {
    for (Outcome outcome : outcomes) {
      String end = outcome.failure().map(failure -> "FAILED, " + failure).orElse("every cell ran");
      console.printf(Locale.ROOT, "%n%s: %s (%.0f s)%n", outcome.name(), end, outcome.seconds());
      for (Path file : List.of(outcome.executed(), outcome.html())) {
        if (Files.exists(file)) {
          console.println("  " + file.normalize());
        }
      }
    }
    List<String> failed =
        outcomes.stream()
            .filter(outcome -> outcome.failure().isPresent())
            .map(Outcome::name)
            .collect(Collectors.toList());
    if (outcomes.size() > 1) {
      console.printf(
          "%n%d notebooks, %s%n",
          outcomes.size(),
          failed.isEmpty()
              ? "none failed"
              : failed.size() + " failed: " + String.join(", ", failed));
    }
    return failed.isEmpty() ? 0 : 1;
  }
}
