package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entroscope.notebook.Displays;
import org.entroscope.statistics.HeadValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's Java runs as it stands there, on a model of two steps. */
@ExtendWith(KernelClassPath.class)
class ReadmeTest {

  private static final Path README = Path.of("..", "README.md");
  private static final Pattern PROGRAM =
      Pattern.compile("## In Java\\s.*?```java\n(.*?)```", Pattern.DOTALL);

  private static final Pattern CELLS =
      Pattern.compile("In a notebook, .*?```java\n(.*?)```", Pattern.DOTALL);

  private static final Pattern OWN =
      Pattern.compile("## Add your own\\s.*?```java\n(.*?)```", Pattern.DOTALL);

  private static String example(Pattern pattern) throws IOException {
    Matcher example = pattern.matcher(Files.readString(README));
    assertTrue(example.find(), "README.md has no example as " + pattern);
    return example.group(1);
  }

  /** Without the kernel's imports: the program has to bring its own. */
  @Test
  void theProgramIsComplete() throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (CellEvaluator evaluator = new CellEvaluator()) {
      evaluator.run(1, quick(example(PROGRAM)));
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      evaluator.run(2, "Collapse.main(new String[0]);");
    } finally {
      System.setOut(before);
    }
    assertTrue(said.toString(StandardCharsets.UTF_8).contains("layer"), said::toString);
  }

  @Test
  void everyLineOfTheExampleRunsAndDisplaysItself() throws IOException {
    List<String> lines = example(CELLS).lines().filter(line -> !line.isBlank()).toList();
    try (CellEvaluator evaluator = new CellEvaluator()) {
      evaluator.run(0, String.join("\n", StartupImports.all().toList()));
      int cell = 0;
      for (String line : lines) {
        Object value = evaluator.run(++cell, quick(line));
        if (!line.startsWith("var ")) {
          assertNotNull(value, line);
          assertTrue(Displays.of(value).isPresent(), line);
        }
      }
      Object heads = evaluator.run(++cell, quick(example(OWN)));
      assertEquals("sink mass", ((HeadValues) heads).quantity().name());
    }
  }

  /** What the examples train for a reader, and what they train here. */
  private static final Map<String, String> SMALLER =
      Map.of(
          "Corpus.javaSources()", "Corpus.javaSources(3)",
          "Findings.SHAPE", "new org.entroscope.architecture.ModelShape(1, 2, 16, 16, 256)",
          ".train()", ".steps(2).quietly().train()");

  /** The same line with less to train. */
  private static String quick(String line) {
    String changed = line;
    for (Map.Entry<String, String> each : SMALLER.entrySet()) {
      changed = changed.replace(each.getKey(), each.getValue());
    }
    return changed;
  }

  @Test
  void everythingThatIsMadeSmallerStandsInTheReadme() throws IOException {
    String readme = Files.readString(README);
    SMALLER.keySet().forEach(text -> assertTrue(readme.contains(text), text));
  }
}
