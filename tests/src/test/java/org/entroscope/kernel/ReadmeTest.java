package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.entroscope.notebook.Displays;
import org.entroscope.release.Readme;
import org.entroscope.statistics.HeadValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the Java code of the README, with trainings that are reduced to two steps. */
@ExtendWith(KernelClassPath.class)
class ReadmeTest {

  /** Runs the program without the kernel's imports, because it has to contain its own. */
  @Test
  void theProgramIsComplete() throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (CellEvaluator evaluator = new CellEvaluator()) {
      evaluator.run(1, Readme.program());
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      evaluator.run(2, "Collapse.main(new String[0]);");
    } finally {
      System.setOut(before);
    }
    assertTrue(said.toString(StandardCharsets.UTF_8).contains("layer"), said::toString);
  }

  @Test
  void everyLineOfTheExampleRunsAndDisplaysItself() throws IOException {
    List<String> lines = Readme.cells().lines().filter(line -> !line.isBlank()).toList();
    try (CellEvaluator evaluator = new CellEvaluator()) {
      evaluator.run(0, String.join("\n", StartupImports.all().toList()));
      int cell = 0;
      for (String line : lines) {
        Object value = evaluator.run(++cell, line);
        if (!line.startsWith("var ")) {
          assertNotNull(value, line);
          assertTrue(Displays.of(value).isPresent(), line);
        }
      }
      Object heads = evaluator.run(++cell, Readme.own());
      assertEquals("sink mass", ((HeadValues) heads).quantity().name());
    }
  }
}
