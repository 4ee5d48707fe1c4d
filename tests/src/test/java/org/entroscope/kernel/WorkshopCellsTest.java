package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.entroscope.notebook.Displays;
import org.entroscope.workshop.Answer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs every cell of the workshop in the kernel's evaluator, with trainings of two steps. */
@ExtendWith(KernelClassPath.class)
class WorkshopCellsTest {

  private static final Path FOLDER = Path.of("..", "notebooks", "workshop");

  /** The exercises that only a real training can solve. */
  private static final Set<String> TRAINED = Set.of("a repair", "the verdict");

  /** Runs every cell of a notebook and returns the answers of its exercises. */
  private static List<Answer> answers(Path notebook) throws IOException {
    List<Answer> answers = new ArrayList<>();
    try (CellEvaluator evaluator = new CellEvaluator()) {
      evaluator.run(0, String.join("\n", StartupImports.all().toList()));
      int number = 0;
      for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).path("cells")) {
        if (cell.path("cell_type").asText().equals("code")) {
          StringBuilder source = new StringBuilder();
          cell.path("source").forEach(line -> source.append(line.asText()));
          Object value = evaluator.run(++number, quick(source.toString()));
          if (value instanceof Answer answer) {
            answers.add(answer);
          } else {
            boolean shown = value != null && Displays.of(value).isPresent();
            boolean trained = value == null && source.toString().endsWith(".train();");
            assertTrue(
                shown || trained || value instanceof String || value instanceof Record,
                source::toString);
          }
        }
      }
    }
    assertFalse(answers.isEmpty(), "no exercises in " + notebook);
    return answers;
  }

  /** Returns the same cell with a smaller training. */
  private static String quick(String source) {
    return source
        .replace("Corpus.javaSources()", "Corpus.javaSources(3)")
        .replace("shape(Regime.SHAPE)", "shape(Regime.SHAPE.withHiddenSize(16))")
        .replaceAll("withSteps\\(\\d+\\)", "with(p -> { p.steps = 2; p.evaluationExamples = 8; })")
        .replace(".train()", ".quietly().train()");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1-entropy-by-hand",
        "2-reading-heat-maps",
        "3-break-it",
        "4-repair-it",
        "5-your-own-idea"
      })
  void unsolvedExercisesAskAndSolutionsAreRight(String name) throws IOException {
    List<Answer> asked = answers(FOLDER.resolve(name + ".ipynb"));
    for (Answer answer : asked) {
      assertEquals(Answer.Verdict.MISSING, answer.verdict(), answer.toString());
    }
    List<Answer> solved = answers(FOLDER.resolve("solutions").resolve(name + ".ipynb"));
    assertEquals(
        asked.stream().map(Answer::exercise).toList(),
        solved.stream().map(Answer::exercise).toList());
    for (Answer answer : solved) {
      assertTrue(
          TRAINED.contains(answer.exercise())
              ? answer.verdict() != Answer.Verdict.MISSING
              : answer.isRight(),
          answer.toString());
    }
  }
}
