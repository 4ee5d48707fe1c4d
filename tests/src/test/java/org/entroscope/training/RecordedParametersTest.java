package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.entroscope.files.AtomicFile;
import org.entroscope.plot.HeatMap;
import org.entroscope.plot.LayerHistory;
import org.entroscope.runs.RunSummary;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadStatistic;
import org.entroscope.statistics.HeadValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests recorded thresholds and slopes that are learned during a training. */
class RecordedParametersTest {

  private static final String GUIDED = "EReg(SM(t) + ScFuFFN, lambda=1e-3)";

  @TempDir Path folder;

  @Test
  void learnedThresholdsAreRecordedLikeEntropies() throws IOException {
    Run run = Tiny.experiment(GUIDED).train();
    HeadHistory thresholds = run.history("threshold");
    assertArrayEquals(run.history().steps(), thresholds.steps());
    for (float[] layer : thresholds.map(0).values()) {
      assertArrayEquals(new float[] {0.5f, 0.5f}, layer, "where they start, before the first step");
    }
    HeadValues end = run.heads("threshold");
    assertArrayEquals(run.thresholds().values(), end.values(), "the model's, at the end");
    assertNotEquals(0.5, end.mean(), 1e-4);
    assertEquals("threshold (share of ln T)", end.quantity().label());

    AtomicFile.writeFolder(folder.resolve("compact"), run.summary()::writeCompact);
    RunSummary kept = RunSummary.load(folder.resolve("compact"));
    assertEquals(thresholds, kept.history("threshold"));
    assertEquals(end, kept.heads("threshold"));
    assertTrue(LayerHistory.of(kept, "threshold").toText().contains("Mean threshold of each"));
    assertTrue(HeatMap.of(kept, "threshold").toText().contains("0.64  0.64"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"EReg(SM(t) + ScFuFFN, lambda=1e-3, rate=0)", "SM + LReLU(0.1)", "SM + LN + G"})
  void whatDoesNotLearnIsNotRecorded(String architecture) {
    Run run = Tiny.experiment(architecture).steps(6).train();
    assertEquals(Set.of("entropy"), run.histories().keySet());
  }

  @Test
  void everyLayersSlopeStandsForItsHeads() {
    Run run = Tiny.experiment("SM + LN + LReLU(layer)").train();
    HeadValues end = run.heads("slope");
    for (int layer = 0; layer < 2; layer++) {
      String name = "layer." + layer + ".ffn.slope";
      float learned = run.model().namedParameters().get(name).getArray().toFloatArray()[0];
      assertArrayEquals(new float[] {learned, learned}, end.values()[layer]);
    }
    assertEquals(0.01, run.history("slope").map(0).mean(), 1e-7);
    assertNotEquals(end.at(0, 0), end.at(1, 0));
    assertTrue(LayerHistory.of(run, "slope").toText().contains("Mean slope of each"));
  }

  @Test
  void theModelsSlopeStandsForAllLayers() {
    Run run = Tiny.experiment("SM + LN + LReLU(model)").train();
    HeadValues end = run.heads("slope");
    float learned = run.model().namedParameters().get("slope").getArray().toFloatArray()[0];
    for (float[] layer : end.values()) {
      assertArrayEquals(new float[] {learned, learned}, layer);
    }
    assertNotEquals(0.01, learned, 1e-4);
  }

  @Test
  void aResumedTrainingGoesOnRecording() {
    Run whole = Tiny.experiment(GUIDED).train();
    Experiment kept = Tiny.experiment(GUIDED).into(folder.resolve("run")).checkpointEvery(4);
    kept.callback(new Interruption(9)).train().model().close();
    Run resumed = kept.train();
    assertEquals(whole.history("threshold"), resumed.history("threshold"));
    assertEquals(whole.heads("threshold"), resumed.heads("threshold"));
  }

  @Test
  void aStatisticOfTheSameNameIsRefused() {
    HeadStatistic mine =
        new HeadStatistic() {
          @Override
          public String name() {
            return "threshold";
          }

          @Override
          public String activation() {
            return "attention.entropy";
          }

          @Override
          public NDArray perQuery(NDArray entropy) {
            return entropy;
          }
        };
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> Tiny.experiment(GUIDED).record(mine).train())
            .getMessage();
    assertEquals(
        "the statistic 'threshold' has the name of a parameter that is recorded too; give it"
            + " another",
        message);
    Run other = Tiny.experiment("SM").record(mine).steps(6).train();
    assertEquals(List.of("entropy", "threshold"), List.copyOf(other.histories().keySet()));
  }
}
