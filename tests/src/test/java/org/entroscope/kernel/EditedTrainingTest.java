package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.entroscope.training.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests the steps of people in a notebook: define, train, edit, run again, and use the old run. */
@ExtendWith(KernelClassPath.class)
@Timeout(120)
class EditedTrainingTest {

  private static final String DATA =
      "var code = Corpus.of(new Random(1).ints(9000, 97, 123).collect(StringBuilder::new,"
          + " StringBuilder::appendCodePoint, StringBuilder::append).toString());";
  private static final String SHAPE = "var shape = ModelShape.laptop().withLayers(2);";
  private static final String TRAIN =
      "var bare = Experiment.of(\"SM\").on(code).shape(shape).plan(plan).train();";

  private final CellEvaluator evaluator = new CellEvaluator();
  private Object run;

  @BeforeEach
  void train() {
    StartupImports.all().forEach(line -> evaluator.run(0, line));
    evaluator.run(1, DATA);
    evaluator.run(2, SHAPE);
    evaluator.run(3, "var plan = TrainingPlan.laptop().withSteps(3);");
    evaluator.run(4, TRAIN);
    run = evaluator.run(5, "bare");
    assertTrue(run instanceof Run);
  }

  @AfterEach
  void stop() {
    evaluator.close();
  }

  private void isStillThere() {
    assertSame(run, evaluator.run(9, "bare"));
    assertTrue(evaluator.run(10, "bare.diagnosis().toString()").toString().length() > 3);
  }

  @Test
  void everyCellBeforeItIsEditedAndTheRunStays() {
    evaluator.run(6, "var plan = TrainingPlan.laptop().withSteps(4);");
    isStillThere();
    evaluator.run(6, "TrainingPlan plan = TrainingPlan.laptop();");
    evaluator.run(6, "var plan = List.of(TrainingPlan.laptop());");
    isStillThere();
    evaluator.run(6, "var shape = ModelShape.laptop();\nvar code = \"not a corpus\";");
    isStillThere();
    evaluator.run(6, "import java.nio.charset.*;\nimport java.util.concurrent.*;");
    isStillThere();
    assertThrows(CellFailure.class, () -> evaluator.run(6, "var plan = TrainingPlan.lapptop();"));
    isStillThere();
  }

  @Test
  void aMistakeInTheTrainingCellKeepsTheRunThatWasThere() {
    evaluator.run(6, "var plan = TrainingPlan.laptop().withSteps(4);");
    assertThrows(CellFailure.class, () -> evaluator.run(7, TRAIN.replace("SM", "SMM")));
    isStillThere();
    assertThrows(CellFailure.class, () -> evaluator.run(7, TRAIN.replace("train()", "trian()")));
    isStillThere();
    assertThrows(CellFailure.class, () -> evaluator.run(7, "Sweep bare = Sweep.of(\"SMM\");"));
    isStillThere();
  }

  @Test
  void runsInAClassOfTheNotebookSurviveAnEditOfTheClass() {
    evaluator.run(6, "record Pair(Run a, Run b) {}\nvar pair = new Pair(bare, bare);");
    evaluator.run(6, "record Pair(Run a, Run b) { boolean same() { return a == b; } }");
    assertSame(run, evaluator.run(7, "pair.a()"));
    evaluator.run(6, "record Pair(Run a, Run b, String name) {}");
    assertSame(run, evaluator.run(7, "pair.b()"));
  }

  @Test
  void anExceptionCallsAVariableByItsName() {
    evaluator.run(6, "Run none;");
    CellFailure failure =
        assertThrows(CellFailure.class, () -> evaluator.run(7, "none.diagnosis()"));
    assertEquals(
        "Cannot invoke \"org.entroscope.training.Run.diagnosis()\" because \"none\" is null",
        failure.getMessage());
    assertTrue(failure.traceback().stream().noneMatch(line -> line.contains("REPL")));
  }
}
