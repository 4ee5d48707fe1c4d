package org.entroscope.workshop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the notebooks of the workshop without running them. */
class WorkshopNotebooksTest {

  private static final Path FOLDER = Path.of("..", "notebooks", "workshop");
  private static final Pattern CHECK = Pattern.compile("Exercise\\.check\\(\"([^\"]+)\"");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("= (Double\\.NaN|\\{\\}|\"\"|null);|\\? null");
  private static final int MOST_LINES = 12;

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".ipynb"))
          .sorted()
          .toList();
    }
  }

  private static List<String> cells(Path notebook) {
    List<String> cells = new ArrayList<>();
    try {
      for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).path("cells")) {
        if (cell.path("cell_type").asText().equals("code")) {
          StringBuilder source = new StringBuilder();
          cell.path("source").forEach(line -> source.append(line.asText()));
          cells.add(source.toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cells;
  }

  private static List<String> exercises(Path notebook) {
    return CHECK
        .matcher(String.join("\n", cells(notebook)))
        .results()
        .map(m -> m.group(1))
        .toList();
  }

  @Test
  void fiveNotebooksHaveAllExercisesInTheirOrder() throws IOException {
    assertEquals(5, names().size());
    List<String> exercises =
        names().stream().flatMap(name -> exercises(FOLDER.resolve(name)).stream()).toList();
    assertEquals(Exercise.names(), exercises);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aSolutionHasTheCellsOfItsNotebook(String name) {
    List<String> asked = cells(FOLDER.resolve(name));
    List<String> solved = cells(FOLDER.resolve("solutions").resolve(name));
    assertEquals(asked.size(), solved.size());
    for (int i = 0; i < asked.size(); i++) {
      Matcher exercise = CHECK.matcher(asked.get(i));
      if (exercise.find()) {
        String check = asked.get(i).substring(exercise.start());
        assertTrue(solved.get(i).endsWith(check), solved.get(i));
        assertTrue(PLACEHOLDER.matcher(asked.get(i)).find(), "solved already: " + asked.get(i));
      } else {
        assertEquals(asked.get(i), solved.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void cellsAreShort(String name) {
    for (Path folder : List.of(FOLDER, FOLDER.resolve("solutions"))) {
      for (String cell : cells(folder.resolve(name))) {
        assertTrue(cell.lines().count() <= MOST_LINES, cell);
        assertFalse(cell.lines().allMatch(line -> line.startsWith("import ")), cell);
      }
    }
  }
}
