package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.notebook.Displays;
import org.entroscope.workshop.Answer;
import org.junit.jupiter.api.Test;

/** The workshop's first notebook, which trains nothing, in the kernel's evaluator. */
class WorkshopCellsTest {

  private static final Path FOLDER = Path.of("..", "notebooks", "workshop");
  private static final String NOTEBOOK = "1-entropy-by-hand.ipynb";

  /** What the exercises' cells answer, where every cell has run. */
  private static List<Answer> answers(Path notebook) throws IOException {
    List<Answer> answers = new ArrayList<>();
    try (CellEvaluator evaluator = new CellEvaluator()) {
      evaluator.run(0, String.join("\n", StartupImports.all().toList()));
      int number = 0;
      for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).path("cells")) {
        if (cell.path("cell_type").asText().equals("code")) {
          StringBuilder source = new StringBuilder();
          cell.path("source").forEach(line -> source.append(line.asText()));
          Object value = evaluator.run(++number, source.toString());
          if (value instanceof Answer answer) {
            answers.add(answer);
          } else {
            assertTrue(value instanceof String || Displays.of(value).isPresent(), "" + source);
          }
        }
      }
    }
    return answers;
  }

  @Test
  void unsolvedExercisesSayWhatIsWanted() throws IOException {
    List<Answer> answers = answers(FOLDER.resolve(NOTEBOOK));
    assertEquals(3, answers.size());
    for (Answer answer : answers) {
      assertEquals(Answer.Verdict.MISSING, answer.verdict(), answer.toString());
    }
  }

  @Test
  void solutionsAreRight() throws IOException {
    List<Answer> answers = answers(FOLDER.resolve("solutions").resolve(NOTEBOOK));
    assertEquals(3, answers.size());
    for (Answer answer : answers) {
      assertTrue(answer.isRight(), answer.toString());
    }
  }
}
