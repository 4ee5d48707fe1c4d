package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.engine.Precision;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.SkippedSteps;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.sweep.Grid;
import org.entroscope.sweep.Recorded;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepEntry;
import org.entroscope.sweep.SweepResult;
import org.entroscope.tokens.NgramPerplexities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class HalfPrecisionTest {

  private static final NgramPerplexities NGRAMS = new NgramPerplexities(29.3, 13.3, 6.2);
  private static final String SCORES = "layer.11.attention.scores in the forward pass";
  private static final double NAN = Double.NaN;

  @TempDir Path folder;

  /** The outcome of a trial: its perplexity, from which the number of skipped steps follows. */
  private interface World {
    double perplexity(RunSpec trial);
  }

  private static SweepResult result(World world, Grid... grids) {
    List<SweepEntry> entries = new ArrayList<>();
    for (RunSpec trial : Sweep.of(grids).trials()) {
      double perplexity = world.perplexity(trial);
      int skipped = Double.isNaN(perplexity) ? 30 : 0;
      SkippedSteps overflow = new SkippedSteps(skipped, 2, skipped == 0 ? "" : SCORES);
      entries.add(
          trial.precision() == Precision.FLOAT16
              ? Recorded.entry(trial, perplexity, NGRAMS, overflow)
              : Recorded.entry(trial, perplexity, NGRAMS));
    }
    return Recorded.result(entries);
  }

  private static Grid[] both(int bare) {
    Grid some = Grid.of("SM", "SM + LN + G", "SM + WN(FFN)", "SM + SN(FFN)").seeds(5);
    Grid more = Grid.of("SM").seeds(bare);
    return new Grid[] {
      some, more, some.precision(Precision.FLOAT16), more.precision(Precision.FLOAT16)
    };
  }

  /**
   * Simulates that SM overflows in half precision and collapses in single precision, that WN
   * stabilises it, and that SN stabilises it for two seeds.
   */
  private static double published(RunSpec trial) {
    boolean half = trial.precision() == Precision.FLOAT16;
    double seed = 0.01 * (trial.seed() % 10);
    return switch (trial.architecture()) {
      case "SM" -> half ? NAN : trial.seed() % 2 == 0 ? 29.2 : 15 + seed;
      case "SM + WN(FFN)" -> 5.9 + seed;
      case "SM + SN(FFN)" -> trial.seed() < Grid.FIRST_SEED + 2 ? 6.4 : half ? NAN : 15;
      default -> 4.4 + seed;
    };
  }

  private static Row row(Table table, String precision, String architecture) {
    for (Row row : table) {
      if (row.getString("precision").equals(precision)
          && row.getString("architecture").equals(architecture)) {
        return row;
      }
    }
    throw new AssertionError(table.printAll());
  }

  @Test
  void everyRunIsCountedOnceAndStabilisersAreComparedWithTheBareModel() {
    HalfPrecision half = HalfPrecision.of(result(HalfPrecisionTest::published, both(10)));
    Table table = half.table();
    assertEquals(8, table.rowCount());
    for (Row row : table) {
      int sum = row.getInt("better than bigrams") + row.getInt("no better than bigrams");
      sum += row.getInt("unigram") + row.getInt("diverged");
      assertEquals(row.getInt("runs"), sum, row.getString("architecture"));
    }
    Row bare = row(table, "FLOAT16", "SM");
    assertEquals(10, bare.getInt("diverged"));
    assertEquals(30, bare.getDouble("skipped steps"));
    assertEquals(SCORES + " (10 of 10)", bare.getString("first overflow"));
    assertEquals(2, bare.getDouble("at step"));
    assertTrue(bare.isMissing("perplexity"));
    Row single = row(table, "FLOAT32", "SM");
    assertEquals(5, single.getInt("unigram"));
    assertEquals(5, single.getInt("no better than bigrams"));
    assertTrue(single.isMissing("skipped steps"));
    Row weight = row(table, "FLOAT16", "SM + WN(FFN)");
    assertEquals(5.92 + 0.034, weight.getDouble("perplexity"), 0.05);
    assertEquals(0, weight.getDouble("skipped steps"));
    assertEquals("", weight.getString("first overflow"));
    // 5 of 5 against 0 of 10 has p = 1 / 3003, the smaller of two equal p-values of three, which is
    // multiplied by three
    assertEquals(
        "yes: 5 of 5 against 0 of 10 (p = 0.0010)", weight.getString("trains where SM does not"));
    // 2 of 5 against 0 of 10 has p = 10 / 105
    assertEquals(
        "open: 2 of 5 against 0 of 10 (p = 0.095)",
        row(table, "FLOAT16", "SM + SN(FFN)").getString("trains where SM does not"));
    assertEquals("", bare.getString("trains where SM does not"));
  }

  @Test
  void theNanNeedsHalfPrecisionAndTheCollapseDoesNot() {
    assertEquals(
        "SM diverged in 5 of 5 runs in FLOAT16, first at "
            + SCORES
            + " (5 of 5), and in 0 of 5 in FLOAT32 (Fisher's exact test: p = 0.0040): the NaN"
            + " needs half precision. In FLOAT32, 5 of 5 runs are no better than bigrams: this"
            + " failure does not need half precision.",
        HalfPrecision.of(result(HalfPrecisionTest::published, both(5))).answer());
    String always = HalfPrecision.of(result(trial -> NAN, both(5))).answer();
    assertTrue(always.contains("the NaN does not need half precision"), always);
    String never = HalfPrecision.of(result(trial -> 5, both(5))).answer();
    assertTrue(never.contains("in 0 of 5 in FLOAT32"), never);
    assertTrue(never.contains("remains open"), never);
    assertFalse(never.contains("this failure"), never);
  }

  @Test
  void whereTheBareModelTrainsNothingIsMended() {
    Table table = HalfPrecision.of(result(trial -> 5, both(5))).table();
    assertEquals(
        "SM trains too",
        row(table, "FLOAT32", "SM + WN(FFN)").getString("trains where SM does not"));
    assertTrue(verdictWhereNothingTrains(5).startsWith("no: 0 of 5 against 0 of 5"));
    assertTrue(verdictWhereNothingTrains(4).startsWith("open: 0 of 4 against 0 of 4"));
  }

  private static String verdictWhereNothingTrains(int seeds) {
    Grid grid = Grid.of("SM", "SM + WN(FFN)").seeds(seeds);
    SweepResult result =
        result(
            trial -> trial.architecture().equals("SM") ? 15 : NAN,
            grid,
            grid.precision(Precision.FLOAT16));
    return row(HalfPrecision.of(result).table(), "FLOAT16", "SM + WN(FFN)")
        .getString("trains where SM does not");
  }

  @Test
  void severalSettingsAndAMissingBareModelAreRefused() {
    SweepResult depths = result(trial -> 5, Grid.of("SM").depths(2, 3));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> HalfPrecision.of(depths))
            .getMessage()
            .contains("2 settings"));
    SweepResult without = result(trial -> 5, Grid.of("SM + G"));
    assertEquals(
        "there is no run of SM in FLOAT32 to compare with",
        assertThrows(IllegalArgumentException.class, () -> HalfPrecision.of(without)).getMessage());
    HalfPrecision single = HalfPrecision.of(result(trial -> 5, Grid.of("SM")));
    assertTrue(
        assertThrows(IllegalStateException.class, single::answer)
            .getMessage()
            .endsWith("there are those in [FLOAT32]"));
  }

  @Test
  void trainedRunsAreCountedAsTheyEnded() {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < 2000; line++) {
      int a = random.nextInt(50);
      text.append(a).append(" + ").append(a).append(" = ").append(2 * a).append('\n');
    }
    TrainingPlan plan =
        TrainingPlan.laptop()
            .with(
                p -> {
                  p.steps = 60;
                  p.batchSize = 4;
                  p.learningRate = 1e-2;
                  p.evaluationInterval = 0;
                  p.evaluationExamples = 16;
                });
    Grid grid =
        Grid.of("SM", "SM + LN + G").shape(new ModelShape(2, 2, 16, 16, 256)).plans(plan).seeds(2);
    SweepResult result =
        Sweep.of(grid, grid.precision(Precision.FLOAT16))
            .on(Corpus.of(text.toString()))
            .into(folder.toString())
            .run(Sweep.local());
    Table table = HalfPrecision.of(result).table();
    assertEquals(4, table.rowCount());
    for (Row row : table) {
      List<RunSummary> runs =
          result
              .where(t -> t.precision().name().equals(row.getString("precision")))
              .runs(row.getString("architecture"));
      long better = runs.stream().filter(r -> r.perplexity() < r.ngrams().bigram()).count();
      assertEquals(2, row.getInt("runs"));
      assertEquals(better, row.getInt("better than bigrams"));
      assertEquals(row.getString("precision").equals("FLOAT32"), row.isMissing("skipped steps"));
    }
  }
}
