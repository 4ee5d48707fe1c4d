package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.entroscope.architecture.ModelShape;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;
import org.entroscope.sweep.Grid;
import org.entroscope.sweep.Recorded;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepEntry;
import org.entroscope.sweep.SweepResult;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class RegimeCriteriaTest {

  private static final ModelShape SHAPE = ModelShape.laptop().withLayers(8);
  private static final TrainingPlan PLAN = Regime.plan(3000, 8, 1e-3);

  /**
   * Returns a map with four heads per layer, which all have the entropy given for their layer as a
   * share of the causal bound.
   */
  private static HeadValues map(double... layers) {
    float[][] values = new float[layers.length][4];
    for (int layer = 0; layer < layers.length; layer++) {
      for (int head = 0; head < 4; head++) {
        values[layer][head] = (float) (layers[layer] * EntropyBound.causal(64));
      }
    }
    return new HeadValues(values, 64);
  }

  private static final HeadValues PICTURE = map(0.99, 0.99, 0.9, 0.8, 0.5, 0.3, 0.05, 0.02);
  private static final HeadValues DEAD = map(0.99, 0.5, 0.2, 0.05, 0, 0, 0, 0);
  private static final HeadValues DEEP_HALF_DEAD = map(0.99, 0.99, 0.9, 0.8, 0.05, 0, 0, 0);

  private static List<RunSpec> trials(String architecture) {
    return Sweep.of(Grid.of(architecture).shape(SHAPE).plans(PLAN).seeds(2)).trials();
  }

  private static Row only(SweepEntry... entries) {
    Table table = RegimeCriteria.table(Recorded.result(List.of(entries)));
    assertEquals(1, table.rowCount());
    return table.row(0);
  }

  private static SweepEntry ended(RunSpec trial, HeadValues... maps) {
    HeadHistory history = HeadHistory.empty();
    for (int i = 0; i < maps.length; i++) {
      history = history.add(i, maps[i]);
    }
    return Recorded.entry(trial, 8, history);
  }

  @Test
  void sharesAreMeansOverSeedsAndBothLimitsCount() {
    List<RunSpec> bare = trials("SM");
    Row row = only(ended(bare.get(0), PICTURE), ended(bare.get(1), PICTURE));
    assertEquals(2, row.getInt("seeds"));
    assertEquals(0.25, row.getDouble("lowest range"), 1e-6);
    assertEquals(0.5, row.getDouble("top range"), 1e-6);
    assertEquals("met", row.getString("criterion 1"));
    assertEquals("2 of 2", row.getString("criterion 2"));
    assertEquals(8, row.getDouble("SM: perplexity"), 1e-6);
    assertTrue(row.isMissing("SM + LN + G: perplexity"));
    Row failed = only(ended(bare.get(0), DEAD), ended(bare.get(1), PICTURE));
    assertEquals(0.5 * (0.75 + 0.25), failed.getDouble("lowest range"), 1e-6);
    assertEquals("not met", failed.getString("criterion 1"));
    assertEquals("1 of 2", failed.getString("criterion 2"), "a layer of the first half is dead");
  }

  /** Recorded runs have a loss of 5 at step 1 and 4 at step 2. A perplexity of 8 is 2.08 nats. */
  @Test
  void aDeepHalfThatIsDeadBeforeHalfOfTheDropIsTooEarly() {
    RunSpec trial = trials("SM").get(0);
    assertEquals("0 of 1", only(ended(trial, DEEP_HALF_DEAD, PICTURE)).getString("criterion 2"));
    HeadValues late = map(0.99, 0.99, 0.9, 0.8, 0.5, 0.5, 0.5, 0.5);
    HeadHistory history =
        HeadHistory.empty().add(0, late).add(trial.plan().steps(), DEEP_HALF_DEAD);
    assertEquals("1 of 1", only(Recorded.entry(trial, 8, history)).getString("criterion 2"));
  }

  @Test
  void theBaselineIsComparedWithLargerSettingsSeedBySeed() {
    List<SweepEntry> entries = new ArrayList<>();
    for (RunSpec trial : trials("SM + LN + G")) {
      double seed = 1 + 0.1 * (trial.seed() % 2);
      entries.add(Recorded.entry(trial, 4 * seed));
    }
    Grid deeper = Grid.of("SM + LN + G").shape(SHAPE.withLayers(12)).plans(PLAN).seeds(2);
    for (RunSpec trial : Sweep.of(deeper).trials()) {
      entries.add(Recorded.entry(trial, 3 * (1 + 0.1 * (trial.seed() % 2))));
    }
    TrainingPlan half = PLAN.with(p -> p.batchSize = 4);
    Grid longer = Grid.of("SM + LN + G").shape(SHAPE.withContext(128)).plans(half);
    entries.add(Recorded.entry(Sweep.of(longer).trials().get(0), 4.4 * 1.1));
    SweepResult result = Recorded.result(entries);
    Table table = RegimeCriteria.baseline(result);
    assertEquals(1, table.rowCount());
    Row row = table.row(0);
    assertEquals("L=8 d=128 T=64, batch 8, rate 0.001", row.getString("setting"));
    assertEquals(-25, row.getDouble("more layers (%)"), 1e-9);
    assertEquals(10, row.getDouble("twice the context (%)"), 1e-9);
    assertTrue(row.isMissing("twice the steps (%)"));
  }
}
