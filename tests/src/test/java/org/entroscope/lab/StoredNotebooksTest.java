package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the stored notebooks are executed, small, and divided into slides. */
class StoredNotebooksTest {

  private static final Path NOTEBOOKS = LabCommand.PROJECT.resolve("notebooks");

  /** The limit of a stored notebook, in bytes. */
  static final long LARGEST = 500_000;

  private static final List<String> TYPES = List.of("slide", "subslide", "-");
  private static final Pattern MACHINE =
      Pattern.compile("(?<![\\w.:/-])/(home|root|tmp|work|Users)/\\w");

  static List<Path> all() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String folder : List.of(".", "workshop", "workshop/solutions")) {
      try (Stream<Path> files = Files.list(NOTEBOOKS.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".ipynb")).sorted().forEach(found::add);
      }
    }
    return found;
  }

  static List<Path> solutions() throws IOException {
    return all().stream().filter(file -> file.getParent().endsWith("solutions")).toList();
  }

  private static List<JsonNode> cells(Path notebook) throws IOException {
    JsonNode cells = NotebookFile.read(notebook.toFile()).get("cells");
    return StreamSupport.stream(cells.spliterator(), false).toList();
  }

  private static String text(JsonNode lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.asText()));
    return text.toString();
  }

  /** Returns the type in the cell's metadata. A cell without a type continues a slide. */
  private static String slideType(JsonNode cell) {
    return cell.path("metadata").path("slideshow").path("slide_type").asText("-");
  }

  /**
   * Returns whether a cell shows a figure. A live training and the figure after it count as one.
   */
  private static boolean hasFigure(JsonNode cell) {
    return StreamSupport.stream(cell.path("outputs").spliterator(), false)
        .anyMatch(out -> text(out.at("/data/text~1html")).contains("class=\"entroscope-static"));
  }

  @Test
  void theyAreAllHere() throws IOException {
    assertEquals(21, all().size(), () -> "notebooks and solutions");
    assertEquals(5, solutions().size());
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyCellIsExecutedInItsOrderWithoutAnError(Path notebook) throws IOException {
    int count = 0;
    for (JsonNode cell : cells(notebook)) {
      if (cell.path("cell_type").asText().equals("code")) {
        assertEquals(
            ++count, cell.path("execution_count").asInt(), () -> text(cell.path("source")));
        for (JsonNode output : cell.path("outputs")) {
          assertFalse(output.path("output_type").asText().equals("error"), output::toString);
        }
      }
    }
    assertTrue(count > 0, notebook::toString);
  }

  @ParameterizedTest
  @MethodSource("all")
  void itIsSmallAndNamesNoFolderOfTheMachine(Path notebook) throws IOException {
    assertTrue(Files.size(notebook) < LARGEST, () -> notebook + " is too large");
    for (JsonNode cell : cells(notebook)) {
      String outputs = cell.path("outputs").toString();
      assertFalse(MACHINE.matcher(outputs).find(), () -> text(cell.path("source")));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyHeadingBeginsASlideAndNoSlideHasTwoCellsWithFigures(Path notebook) throws IOException {
    int figures = 0;
    int slides = 0;
    for (JsonNode cell : cells(notebook)) {
      String type = slideType(cell);
      String source = text(cell.path("source"));
      assertTrue(TYPES.contains(type), () -> type + ": " + source);
      if (cell.path("cell_type").asText().equals("markdown")) {
        boolean large = source.startsWith("# ") || source.startsWith("## ");
        assertTrue(!large || type.equals("slide"), source);
        assertTrue(!source.startsWith("### ") || !type.equals("-"), source);
        assertFalse(
            source.contains("\n## ") || source.contains("\n### "), () -> "two ideas: " + source);
      }
      figures = (hasFigure(cell) ? 1 : 0) + (type.equals("-") ? figures : 0);
      slides += type.equals("-") ? 0 : 1;
      assertTrue(figures <= 1, () -> "two figures on a slide; make this a subslide: " + source);
    }
    assertEquals("slide", slideType(cells(notebook).get(0)), notebook::toString);
    assertTrue(slides >= 6, "only " + slides);
  }

  @ParameterizedTest
  @MethodSource("solutions")
  void everySolutionIsStoredWithItsPraise(Path notebook) throws IOException {
    int asked = 0;
    for (JsonNode cell : cells(notebook)) {
      asked += text(cell.path("source")).contains("Exercise.check(") ? 1 : 0;
    }
    String outputs = NotebookFile.outputs(notebook);
    assertTrue(asked > 0, notebook::toString);
    assertEquals(asked, Pattern.compile("(?m)^Right \\(").matcher(outputs).results().count());
    assertFalse(outputs.contains("Not yet ("), outputs);
  }
}
