package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.training.Experiment;
import org.entroscope.training.TrainingCallback;
import org.entroscope.training.TrainingEstimate;
import org.entroscope.training.TrainingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests Table 3 with models and a text that are small enough for a test. */
class ReproductionTest {

  private static final int STEPS = 6;

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Reproduction table3() {
    TrainingPlan plan =
        Paper.plan()
            .with(
                p -> {
                  p.steps = STEPS;
                  p.batchSize = 4;
                  p.accumulation = 2;
                  p.evaluationInterval = 3;
                  p.evaluationExamples = 4;
                });
    ModelShape shape =
        ModelShape.laptop().withLayers(2).withHeads(2).withHiddenSize(16).withContext(16);
    List<Architecture> architectures = Paper.table3().architectures();
    Corpus text = Corpus.of("to be or not to be, that is the question\n\n".repeat(200));
    List<Experiment> small =
        architectures.stream()
            .map(Experiment::of)
            .map(e -> e.on(text, text))
            .map(e -> e.shape(shape).plan(plan).quietly())
            .toList();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Reproduction("Table 3", architectures, small, folder, out);
  }

  private List<String> said() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void itSaysWhatItTakesTrainsEveryModelAndTrainsNoneTwice() {
    Reproduction.Result result = table3().train();
    List<String> said = said();
    assertEquals(5, said.size(), said::toString);
    String tokens = "%,d tokens at about ".formatted(STEPS * 2 * 4 * 16);
    assertTrue(said.get(0).startsWith("SM + LN + G: " + tokens), said.get(0));
    assertTrue(said.get(3).startsWith("EReg(SM(t) + ScFuFFN): " + tokens), said.get(3));
    assertTrue(said.get(4).startsWith("Table 3: 4 of 4 models to train, about "), said.get(4));
    assertTrue(said.get(4).endsWith("; kept in " + folder), said.get(4));
    assertEquals(4, result.runs().size());
    for (var run : result.runs()) {
      assertEquals(RunStatus.FINISHED, run.status());
      assertEquals(STEPS, run.record().steps());
      assertTrue(Double.isFinite(run.perplexity()));
    }
    assertTrue(Files.exists(folder.resolve("ereg-sm-t-scfuffn/model.safetensors")));
    assertEquals(4, result.beside().rowCount());
    // after six steps no model is trained and the table shows no perplexity, but every model is
    // counted
    assertEquals(4, result.beside().intColumn("models").sum());
    printed.reset();
    Reproduction.Result again = table3().train();
    assertEquals(List.of(), said());
    assertEquals(result.beside().printAll(), again.beside().printAll());
  }

  @Test
  void anInterruptEndsItAndTheSameCallGoesOn() {
    TrainingCallback stop =
        new TrainingCallback() {
          @Override
          public void onStepEnd(TrainingState state) {
            if (state.architecture().equals(Architecture.of("SM + LN + R")) && state.step() == 2) {
              state.stop();
            }
          }
        };
    Reproduction.Result stopped = table3().with(e -> e.callback(stop)).train();
    assertEquals(2, stopped.runs().size());
    assertEquals(RunStatus.INTERRUPTED, stopped.runs().get(1).status());
    assertTrue(stopped.toString().contains("SM + LN + R was interrupted"), stopped::toString);
    List<TrainingEstimate> left = table3().estimate();
    assertEquals(3, left.size());
    assertEquals((STEPS - 2) * 2L * 4 * 16, left.get(0).tokens(), "of the two steps nothing");
    assertEquals(STEPS * 2L * 4 * 16, left.get(1).tokens());
    Reproduction.Result whole = table3().train();
    assertEquals(
        List.of(STEPS, STEPS, STEPS, STEPS),
        whole.runs().stream().map(run -> run.record().steps()).toList());
  }

  @Test
  void aTableThatCannotBeTrainedIsRefusedAndTheOthersAreAsPublished() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Paper.reproduction("Table 4"))
            .getMessage()
            .contains("Languini"));
    assertEquals(
        Paper.experiments("Table 3").toString(),
        Paper.reproduction("Table 3").experiments().toString());
    assertEquals(
        folder.resolve("sm-wn-ffn"),
        Paper.reproduction("Table 5")
            .into(folder.toString())
            .folder(Architecture.of("SM + WN(FFN)")));
  }

  @Test
  void noTwoModelsOfATableShareAFolder() {
    for (String table : List.of("Table 2", "Table 3", "Table 5", "Table 6", "Table 7", "Table 8")) {
      Reproduction reproduction = Paper.reproduction(table);
      List<Architecture> architectures =
          Paper.table(table).architectures().stream().distinct().toList();
      assertEquals(
          architectures.size(),
          architectures.stream().map(reproduction::folder).distinct().count(),
          table);
    }
  }
}
