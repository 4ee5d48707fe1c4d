package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entroscope.architecture.Architecture;
import org.entroscope.engine.ArrayFiles;
import org.entroscope.engine.Autograd;
import org.entroscope.engine.Precision;
import org.entroscope.engine.Scalar;
import org.entroscope.files.AtomicFile;
import org.entroscope.model.Gpt;
import org.entroscope.model.Weights;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.SkippedSteps;
import org.entroscope.statistics.EntropyBound;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** Tests training in half precision: loss scaling, skipped steps, and the reports about them. */
class HalfTrainingTest {

  private static final String SCORES = "layer.1.attention.scores in the forward pass";

  @TempDir Path folder;

  private static Run whole;

  @BeforeAll
  static void train() {
    whole = experiment("SM + LN + G").callback(new Overflow(4, 7)).train();
  }

  private static Experiment experiment(String architecture) {
    return Tiny.experiment(architecture).precision(Precision.FLOAT16);
  }

  /**
   * Multiplies the queries and keys of the second layer by 4,096 after one step, so that their
   * product overflows, and restores them after another step.
   */
  private record Overflow(int from, int to) implements TrainingCallback {

    @Override
    public void onStepEnd(TrainingState state) {
      if (state.step() == from) {
        multiply(state.model(), 4096);
      } else if (state.step() == to) {
        multiply(state.model(), 1 / 4096f);
      }
    }

    private static void multiply(Gpt gpt, float factor) {
      scale(gpt, "layer.1.attention.query.weight", factor);
      scale(gpt, "layer.1.attention.key.weight", factor);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SM + LN + G + bias(all)", "SM", "EReg(SM(t) + SN(QK) + ScFuFFN)"})
  void itLearnsWhatSinglePrecisionLearns(String architecture) {
    Run exact = Tiny.experiment(architecture).train();
    Run half = experiment(architecture).train();
    assertEquals(RunStatus.FINISHED, half.status(), half::toString);
    assertEquals(exact.evaluationLoss(), half.evaluationLoss(), 0.02);
    assertNotEquals(exact.evaluationLoss(), half.evaluationLoss());
    assertTrue(half.entropy().max() <= EntropyBound.causal(16) + 1e-4);
    double[] expected = exact.metrics().doubleColumn("gradientNorm").asDoubleArray();
    double[] norms = half.metrics().doubleColumn("gradientNorm").asDoubleArray();
    for (int step = 0; step < 5; step++) {
      assertEquals(expected[step], norms[step], 0.01 * expected[step], "that of the unscaled loss");
    }
    assertEquals("no step skipped", half.skippedSteps().toString());
    assertTrue(half.toString().endsWith("; no step skipped"), half::toString);
    String products = ", all products in FLOAT16, emulated on the CPU";
    assertTrue(half.record().engine().endsWith(products), half.record().engine());
    assertTrue(half.model().toString().endsWith(products), half.model().toString());
    assertEquals(Precision.FLOAT16, half.record().spec().precision());
    assertEquals(65_536, half.metrics().doubleColumn("lossScale").max());
    assertEquals(7, exact.metrics().columnCount(), "nothing about scales in single precision");
  }

  @Test
  void overflowsAreSkippedCountedAndNamedAndTheTrainingRecovers() {
    Map<Integer, float[]> weights = new TreeMap<>();
    List<String> lines = new ArrayList<>();
    Run run =
        experiment("SM + LN + G")
            .callback(
                new TrainingCallback() {
                  @Override
                  public void onStepEnd(TrainingState state) {
                    Map<String, float[]> all = Weights.of(state.model());
                    weights.put(state.step(), all.get("layer.0.ffn.in.weight"));
                    lines.add(state.skippedSteps() + state.overflow() + state.precisionNote());
                  }
                })
            .callback(new Overflow(4, 7))
            .train();
    assertEquals(RunStatus.FINISHED, run.status(), run::toString);
    assertEquals(new SkippedSteps(3, 5, SCORES), run.skippedSteps());
    assertTrue(run.toString().endsWith("; 3 steps skipped, the first at step 5: " + SCORES));
    Table metrics = run.metrics();
    assertEquals(30, metrics.rowCount());
    for (int step = 1; step <= 30; step++) {
      boolean skipped = step >= 5 && step <= 7;
      int before = Math.min(3, Math.max(0, step - 5)); // the number of steps skipped earlier
      String which = "step " + step;
      assertEquals(Math.scalb(65_536, -before), scale(metrics, step), which);
      int after = Math.min(3, Math.max(0, step - 4));
      assertEquals(after, metrics.intColumn("skippedSteps").getInt(step - 1), which);
      assertEquals(skipped ? SCORES : "", metrics.stringColumn("overflow").get(step - 1), which);
      double norm = metrics.doubleColumn("gradientNorm").getDouble(step - 1);
      assertEquals(skipped, Double.isNaN(norm), which);
      double rate = metrics.doubleColumn("learningRate").getDouble(step - 1);
      assertEquals(Tiny.PLAN.learningRateAt(step - 1 - before), rate, which);
      if (step > 1) {
        assertEquals(skipped, Arrays.equals(weights.get(step - 1), weights.get(step)), which);
      }
    }
    String note = ", all products in FLOAT16, emulated on the CPU";
    assertEquals("0" + note, lines.get(3));
    assertEquals("1" + SCORES + note + ", 1 step skipped (" + SCORES + ")", lines.get(4));
    String three = ", 3 steps skipped (newest: " + SCORES + ")";
    assertEquals("3" + SCORES + note + three, lines.get(29));
    assertTrue(run.evaluationLoss() < metrics.doubleColumn("loss").get(0) - 1, run::toString);
  }

  private static double scale(Table metrics, int step) {
    return metrics.doubleColumn("lossScale").getDouble(step - 1);
  }

  /** A skipped step leaves no trace in the optimiser either. */
  @Test
  void aSkippedStepTouchesNeitherWeightsNorMoments() {
    try (Gpt gpt = Gpt.create(Architecture.of("SM + LN + G"), Tiny.SHAPE, 1);
        AdamW optimiser = new AdamW(gpt.manager(), ParameterGroups.of(gpt, Tiny.PLAN), Tiny.PLAN)) {
      differentiate(gpt, optimiser, 1);
      optimiser.step(1e-3, 1);
      Map<String, float[]> weights = Weights.of(gpt);
      Map<String, float[]> moments = values(optimiser.moments());
      differentiate(gpt, optimiser, Float.POSITIVE_INFINITY);
      optimiser.skip();
      assertSame(weights, Weights.of(gpt));
      assertSame(moments, values(optimiser.moments()));
      differentiate(gpt, optimiser, 1); // fails if an infinity is left in the gradient
      optimiser.step(1e-3, 1);
      values(optimiser.moments())
          .forEach((name, all) -> assertTrue(Float.isFinite(all[0]) && all[0] != 0, name));
    }
  }

  /** Adds the gradients of the sum of each weight, multiplied by a factor. */
  private static void differentiate(Gpt gpt, AdamW optimiser, float factor) {
    try (Autograd recording = Autograd.recording();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      for (Parameter parameter : gpt.namedParameters().values()) {
        NDArray weight = parameter.getArray();
        optimiser.addGradient(weight.mul(Scalar.of(weight, factor)).sum());
      }
    }
  }

  private static Map<String, float[]> values(Map<String, NDArray> arrays) {
    Map<String, float[]> values = new TreeMap<>();
    arrays.forEach((name, array) -> values.put(name, array.toFloatArray()));
    return values;
  }

  private static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, all) -> assertArrayEquals(all, actual.get(name), name));
  }

  @Test
  void gradientsThatOverflowAreNamed() {
    // the ReLU network computes the same, but the gradient of its first matrix is 16,384 times as
    // large
    Run run =
        experiment("SM + LN + R")
            .callback(
                new TrainingCallback() {
                  @Override
                  public void onStepEnd(TrainingState state) {
                    if (state.step() == 3) {
                      scale(state.model(), "layer.0.ffn.in.weight", 1 / 16384f);
                      scale(state.model(), "layer.0.ffn.out.weight", 16384);
                    }
                  }
                })
            .train();
    assertEquals(RunStatus.FINISHED, run.status(), run::toString);
    SkippedSteps skipped = run.skippedSteps();
    assertEquals(4, skipped.first());
    assertEquals("the gradient of layer.0.ffn.in.weight", skipped.overflow());
    assertTrue(skipped.count() < 16, skipped::toString);
  }

  private static void scale(Gpt gpt, String name, float factor) {
    try (Autograd none = Autograd.paused()) {
      NDArray weight = gpt.namedParameters().get(name).getArray();
      float[] values = weight.toFloatArray();
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor;
      }
      ArrayFiles.assign(weight, values);
    }
  }

  @Test
  void whereScalingDoesNotHelpTheTrainingEnds() {
    Run run = experiment("SM + LN + G").steps(100).callback(new Overflow(4, 1000)).train();
    assertEquals(RunStatus.DIVERGED, run.status());
    assertEquals(34, run.record().steps(), "4 steps made, 30 skipped");
    assertEquals(
        "step 35: 30 steps were skipped, and scaling the loss by 6.103515625E-5 does not help; the"
            + " first NaN or infinity is "
            + SCORES,
        run.record().reason());
    assertEquals(new SkippedSteps(30, 5, SCORES), run.skippedSteps());
    assertTrue(Double.isNaN(run.perplexity()));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 6, 9})
  void aResumedTrainingIsAsIfNeverInterrupted(int step) {
    Run first = resumable().callback(new Interruption(step)).train();
    assertEquals(step, first.record().steps());
    first.model().close();
    String[] newest = new String[1];
    TrainingCallback last =
        new TrainingCallback() {
          @Override
          public void onTrainEnd(TrainingState state) {
            newest[0] = state.overflow();
          }
        };
    Run second = resumable().callback(last).train();
    CheckpointTest.assertSame(whole, second);
    assertEquals(SCORES, newest[0]);
    for (int i = 1; i <= 30; i++) {
      assertEquals(scale(whole.metrics(), i), scale(second.metrics(), i));
    }
    assertEquals(whole.skippedSteps(), second.skippedSteps());
    assertEquals(3, second.skippedSteps().count());
  }

  private Experiment resumable() {
    return experiment("SM + LN + G").into(folder).checkpointEvery(4).callback(new Overflow(4, 7));
  }

  @Test
  void runFoldersKeepWhatWasSkipped() throws IOException {
    Run run =
        experiment("SM + LN + G")
            .plan(
                Tiny.PLAN.with(
                    p -> {
                      p.steps = 320;
                      p.batchSize = 1;
                      p.evaluationInterval = 0;
                    }))
            .callback(new Overflow(3, 5))
            .train();
    SkippedSteps skipped = new SkippedSteps(2, 4, SCORES);
    assertEquals(skipped, run.skippedSteps());
    run.save(folder.resolve("run"));
    Run loaded = Run.load(folder.resolve("run"));
    assertEquals(skipped, loaded.skippedSteps());
    assertEquals(run.metrics().printAll(), loaded.metrics().setName("metrics").printAll());
    AtomicFile.writeFolder(folder.resolve("compact"), run.summary()::writeCompact);
    RunSummary summary = RunSummary.load(folder.resolve("compact"));
    assertEquals(skipped, summary.skippedSteps());
    assertTrue(summary.metrics().rowCount() < 200, "every second row is left out");
    assertTrue(summary.toString().endsWith("; " + skipped), summary::toString);
  }

  /**
   * Scores that overflow at the end prevent the evaluation. The run reports this and can be saved.
   */
  @Test
  void anEvaluationThatOverflowsHasNoPerplexity() throws IOException {
    Run run = experiment("SM + LN + G").callback(new Overflow(25, 1000)).train();
    assertEquals(RunStatus.FINISHED, run.status());
    assertEquals(new SkippedSteps(5, 26, SCORES), run.skippedSteps());
    assertTrue(Double.isNaN(run.perplexity()), run::toString);
    assertTrue(run.toString().contains("perplexity NaN; 5 steps skipped"), run::toString);
    run.save(folder.resolve("run"));
    assertEquals(run.toString(), Run.load(folder.resolve("run")).toString());
    assertTrue(run.diagnosis().toString().contains("NaN"), () -> run.diagnosis().toString());
  }
}
