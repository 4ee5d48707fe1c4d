package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.runs.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TrainingEstimateTest {

  private static final ModelShape SHAPE =
      ModelShape.laptop().withLayers(2).withHeads(2).withHiddenSize(16).withContext(16);

  private static TrainingPlan plan(int steps) {
    return TrainingPlan.laptop()
        .with(
            p -> {
              p.steps = steps;
              p.batchSize = 4;
              p.accumulation = 3;
            });
  }

  @Test
  void aTrainingIsEstimatedWithoutItsTextAndItsCallbacks() {
    List<Integer> steps = new ArrayList<>();
    TrainingCallback own =
        new TrainingCallback() {
          @Override
          public void onStepEnd(TrainingState state) {
            steps.add(state.step());
          }
        };
    Experiment experiment =
        Experiment.of("SM(t) + ScFuFFN").shape(SHAPE).plan(plan(1000)).callback(own).quietly();
    TrainingEstimate estimate = experiment.estimate();
    assertEquals(List.of(), steps);
    assertEquals(1000L * 3 * 4 * 16, estimate.tokens());
    // the time of the batches alone, without evaluations
    double batches = estimate.tokens() / estimate.tokensPerSecond();
    assertTrue(estimate.seconds() > batches, estimate::toString);
    assertEquals(250L * 3 * 4 * 16, experiment.estimate(750).tokens());
    assertEquals(0, experiment.estimate(1000).seconds());
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems do not tell a process its peak")
  void theMemoryIsThatOfTheProcess() {
    TrainingEstimate estimate =
        Experiment.of("SM").shape(SHAPE).plan(plan(10)).on(Corpus.of("a")).estimate();
    assertTrue(estimate.memory() > 50e6, estimate::toString); // the minimum of a JVM with PyTorch
    assertTrue(estimate.memory() < estimate.memoryTotal(), estimate::toString);
    assertTrue(estimate.toString().contains("; memory "), estimate::toString);
  }

  @Test
  void timesAreInWords() {
    assertEquals("40 s", TrainingEstimate.words(40.2));
    assertEquals("12 min", TrainingEstimate.words(12 * 60 + 5));
    assertEquals("6 h 8 min", TrainingEstimate.words(6 * 3600 + 8 * 60));
    assertEquals("3 d 4 h", TrainingEstimate.words(76 * 3600));
    assertEquals(
        "x: 2,097,152 tokens at about 1,235 per second on gpu(0), 28 min; memory 9.3 of 15.8 GB",
        new TrainingEstimate("x", "gpu(0)", 1 << 21, 1234.6, 1700, 9_300_000_000L, 15_800_000_000L)
            .toString());
    assertEquals(
        "x: 1 tokens at about 1 per second on cpu(), 1 s",
        new TrainingEstimate("x", "cpu()", 1, 1, 1, -1, -1).toString());
  }

  @Test
  void aBatchThatIsTooLargeHasASmallerOneThatTrainsAsManyTokensPerStep() {
    String advice = Calibration.advice("SM", plan(10), 128);
    assertTrue(advice.contains("a batch of 4 x 128 tokens is too large"), advice);
    assertTrue(advice.contains("p.batchSize = 2; p.accumulation = 6;"), advice);
    assertTrue(advice.length() < 500, advice);
  }
}
