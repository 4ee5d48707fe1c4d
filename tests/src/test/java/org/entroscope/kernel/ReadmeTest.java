package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entroscope.notebook.Displays;
import org.entroscope.statistics.HeadValues;
import org.junit.jupiter.api.Test;

/** The README's Java runs as it stands there, on a model of two steps. */
class ReadmeTest {

  private static final Path README = Path.of("..", "README.md");
  private static final Pattern JAVA =
      Pattern.compile("## In Java\\s+```java\n(.*?)```", Pattern.DOTALL);

  private static final Pattern OWN =
      Pattern.compile("## Add your own\\s.*?```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyLineOfTheExampleRunsAndDisplaysItself() throws IOException {
    Matcher example = JAVA.matcher(Files.readString(README));
    assertTrue(example.find(), "README.md has no example");
    List<String> lines = example.group(1).lines().filter(line -> !line.isBlank()).toList();
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
      Matcher own = OWN.matcher(Files.readString(README));
      assertTrue(own.find(), "README.md says how to add a component");
      Object heads = evaluator.run(++cell, quick(own.group(1)));
      assertEquals("sink mass", ((HeadValues) heads).quantity().name());
    }
  }

  /** What the examples train for a reader, and what they train here. */
  private static final Map<String, String> SMALLER =
      Map.of(
          "Corpus.javaSources()", "Corpus.javaSources(3)",
          "Findings.SHAPE", "new ModelShape(1, 2, 16, 16, 256)",
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
