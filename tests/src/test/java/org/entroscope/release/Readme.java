package org.entroscope.release;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples of the README. Their trainings are made smaller for tests. */
public final class Readme {

  private static final Path FILE = Path.of("..", "README.md");

  private static final Pattern PROGRAM = code("## In Java\\s.*?");
  private static final Pattern CELLS = code("In a notebook, .*?");
  private static final Pattern OWN = code("## Add your own\\s.*?");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<groupId>(.+?)</groupId><artifactId>(.+?)</artifactId><version>(.+?)</version>");

  /** Replacements of the training settings in the examples by smaller ones for tests. */
  private static final Map<String, String> SMALLER =
      Map.of(
          "Corpus.javaSources()", "Corpus.javaSources(3)",
          "Regime.SHAPE", "new org.entroscope.architecture.ModelShape(1, 2, 16, 16, 256)",
          ".train()", ".steps(2).quietly().train()");

  private Readme() {}

  private static Pattern code(String before) {
    return Pattern.compile(before + "```java\n(.*?)```", Pattern.DOTALL);
  }

  /** Returns the complete program. */
  public static String program() throws IOException {
    return small(find(PROGRAM).group(1));
  }

  /** Returns the cells of a notebook. */
  public static String cells() throws IOException {
    return small(find(CELLS).group(1));
  }

  /** Returns the cell that adds a component. */
  public static String own() throws IOException {
    return small(find(OWN).group(1));
  }

  /** Returns the coordinates, GROUP:ARTIFACT:VERSION, that the README adds to a project. */
  public static String dependency() throws IOException {
    MatchResult found = find(DEPENDENCY);
    return String.join(":", found.group(1), found.group(2), found.group(3));
  }

  private static MatchResult find(Pattern pattern) throws IOException {
    Matcher found = pattern.matcher(Files.readString(FILE));
    assertTrue(found.find(), "README.md has nothing like " + pattern);
    return found.toMatchResult();
  }

  private static String small(String code) throws IOException {
    String readme = Files.readString(FILE);
    String smaller = code;
    for (Map.Entry<String, String> each : SMALLER.entrySet()) {
      assertTrue(readme.contains(each.getKey()), "README.md does not contain " + each.getKey());
      smaller = smaller.replace(each.getKey(), each.getValue());
    }
    return smaller;
  }
}
