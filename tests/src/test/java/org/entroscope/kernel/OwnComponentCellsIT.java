package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.entroscope.notebook.Displays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests components that a researcher adds in cells of a notebook, without editing the library. */
@Tag("slow")
class OwnComponentCellsIT {

  private static final int MOST_LINES = 25;
  private static final int KILLED_AFTER = 7;

  @TempDir Path folder;

  @Test
  void eachIsAFewLines() throws Exception {
    for (String declaration : OwnComponentCells.CLASSES) {
      List<String> lines = OwnComponentCells.lines(declaration);
      long code = lines.stream().filter(line -> !line.isBlank()).count();
      assertTrue(code <= MOST_LINES, () -> String.join("\n", lines));
    }
  }

  @Test
  void theyAreKilledResumedFoldedAndDrawn() throws Exception {
    killed();
    try (CellEvaluator notebook = OwnComponentCells.notebook()) {
      assertEquals(
          "INTERRUPTED", notebook.run(20, "Run.load(\"%s\").status().name()".formatted(folder)));
      notebook.run(21, "var resumed = experiment.into(\"%s\").train();".formatted(folder));
      notebook.run(22, "var whole = experiment.train();");
      assertEquals(
          true,
          notebook.run(
              23, "resumed.heads(\"first-half mass\").equals(whole.heads(\"first-half mass\"))"));
      assertEquals(
          true,
          notebook.run(
              24,
              "Run.load(\"%s\").heads(\"first-half mass\").equals(whole.heads(\"first-half mass\"))"
                  .formatted(folder)));
      assertEquals(
          "SM1(t) + LN + R",
          notebook.run(25, "resumed.model().folded().architecture().toString()"));
      for (String figure : List.of("HeatMap", "LayerHistory")) {
        Object drawn = notebook.run(26, figure + ".of(resumed, \"first-half mass\")");
        assertTrue(Displays.of(drawn).isPresent(), figure);
      }
    }
  }

  @Test
  void theyAreSweptOverTwoSeeds() throws Exception {
    try (CellEvaluator notebook = OwnComponentCells.notebook()) {
      notebook.run(
          30,
          """
          var result = Sweep.of(own).seeds(2).on(text).shape(shape).plan(plan.withSteps(4))
              .record(new FirstHalfMass()).into("%s").run(Sweep.local());
          """
              .formatted(folder));
      assertEquals(2, notebook.run(31, "result.runs().size()"));
      assertEquals(
          true,
          notebook.run(32, "result.table().columnNames().contains(\"mean first-half mass\")"));
      assertEquals(
          true,
          notebook.run(
              33, "Sweep.load(\"%s\").runs().get(0).architecture().equals(own)".formatted(folder)));
    }
  }

  /** Starts a training in a separate process and kills it in the middle of its steps. */
  private void killed() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OwnComponentCells.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines = process.inputReader();
    String line = lines.readLine();
    while (line != null && !line.equals(OwnComponentCells.DONE + KILLED_AFTER)) {
      line = lines.readLine();
    }
    process.destroyForcibly();
    assertEquals(137, process.waitFor(), "it ended before it was killed");
  }
}
