package org.entroscope.workshop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.entroscope.paper.Regime;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedRunsTest {

  @ParameterizedTest
  @ValueSource(strings = {"SM", "SM + LN + G", "SM + ScFuFFN"})
  void aRecordedRunIsThatOfTheNotebooks(String architecture) {
    RunSummary run = Exercise.recorded(architecture);
    assertEquals(architecture, run.name());
    assertEquals(RunStatus.FINISHED, run.status());
    assertEquals(Regime.SHAPE, run.shape());
    assertEquals(
        Regime.LIVE_PLAN.withSteps(500), run.plan(), "a fair comparison with the notebooks' runs");
    assertEquals(1337, run.seed());
    assertEquals(500, run.record().steps());
    assertTrue(run.perplexity() > 1 && run.perplexity() < 256, () -> "" + run.perplexity());
    assertTrue(run.history().size() > 5, "its history is drawn");
  }

  @Test
  void theBareModelIsBrokenAndTheRepairRepairs() {
    RunSummary bare = Exercise.recorded("SM");
    assertTrue(bare.diagnosis().collapsedHeads().size() > 10, () -> "" + bare.diagnosis());
    assertTrue(Exercise.check("a repair", Exercise.recorded("SM + ScFuFFN"), bare).isRight());
  }

  @Test
  void anotherModelIsRefusedWithThoseThatThereAre() {
    String said =
        assertThrows(IllegalArgumentException.class, () -> Exercise.recorded("SM + R"))
            .getMessage();
    assertEquals(
        "there is no recorded run of SM + R; recorded runs exist for SM, SM + LN + G, SM + ScFuFFN",
        said);
  }
}
