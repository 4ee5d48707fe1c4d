package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entroscope.plot.DepthCurves;
import org.entroscope.plot.HeatMap;
import org.entroscope.plot.RangeBars;
import org.entroscope.runs.RunSummary;
import org.entroscope.statistics.HeadDistribution.Reference;
import org.entroscope.statistics.HeadStatistic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** Tests statistics of heads in sweeps and their tables. */
class SweepStatisticsTest {

  @TempDir Path folder;

  /** A statistic that measures the attention on the second token. */
  public static final class SecondTokenMass implements HeadStatistic {
    @Override
    public String name() {
      return "second-token mass";
    }

    @Override
    public String activation() {
      return "attention.probabilities";
    }

    @Override
    public NDArray perQuery(NDArray weights) {
      return weights.get("..., 1");
    }
  }

  /** A statistic without a constructor that another JVM could call. */
  private record Local(String name) implements HeadStatistic {
    @Override
    public String activation() {
      return "attention.scores";
    }

    @Override
    public NDArray perQuery(NDArray scores) {
      return scores.get("..., 0");
    }
  }

  private Sweep sweep() {
    return TinySweep.of("SM", "SM + LN").seeds(2).into(folder.toString());
  }

  @Test
  void tablesHaveTheMeanOverHeadsPerSeedAndOverSeeds() throws Exception {
    SweepResult result =
        sweep()
            .plan(TinySweep.PLAN.withSteps(150))
            .record(HeadStatistic.sinkMass(), HeadStatistic.largestLogit())
            .run(Sweep.local());
    assertEquals(4, result.count(SweepEntry.Status.FINISHED), result::toString);
    Table table = result.table();
    for (int i = 0; i < 4; i++) {
      RunSummary run = result.runs().get(i);
      for (String statistic : List.of("entropy", "sink mass", "largest logit")) {
        double sum = 0;
        for (float[] layer : run.heads(statistic).values()) {
          sum += layer[0] + layer[1];
        }
        assertEquals(sum / 4, table.doubleColumn("mean " + statistic).get(i), 1e-5, statistic);
      }
    }
    assertTrue(Files.readString(folder.resolve("table.csv")).contains(",mean sink mass,"));
    Row sink = result.heads().row(1);
    assertEquals("SM", sink.getString("name"));
    assertEquals("sink mass", sink.getString("statistic"));
    assertEquals("share", sink.getString("unit"));
    assertEquals(2, sink.getInt("runs"));
    double first = result.runs("SM").get(0).heads("sink mass").mean();
    double second = result.runs("SM").get(1).heads("sink mass").mean();
    assertEquals((first + second) / 2, sink.getDouble("mean"), 1e-9);
    assertEquals(Math.abs(first - second) / Math.sqrt(2), sink.getDouble("sd"), 1e-9);
    assertEquals(
        sink.getDouble("mean"), result.summary().doubleColumn("mean sink mass").get(0), 1e-9);

    Table layers = result.layers("sink mass");
    assertEquals("sink mass (share)", layers.getString(0, "measure"));
    assertEquals("Sink mass against depth", DepthCurves.of(layers).title());
    assertEquals("share of the causal bound", result.layers().getString(0, "measure"));
    Reference largest = Reference.LARGEST_HEAD;
    assertEquals(
        "Shares of heads by largest logit range",
        RangeBars.of(result.ranges("largest logit", largest), largest).title());
    assertEquals("Head sink mass", HeatMap.compare("sink mass", result.runs()).title());
    String message =
        assertThrows(IllegalArgumentException.class, () -> result.layers("sink")).getMessage();
    assertEquals(
        "no result has the statistic 'sink', only [entropy, sink mass, largest logit]; record it"
            + " with Sweep.record(...)",
        message);
  }

  @Test
  void aFolderWhoseResultsLackAStatisticIsRefused() {
    Sweep sweep = TinySweep.of("SM").into(folder.toString());
    SweepResult result = sweep.record(HeadStatistic.sinkMass()).run(Sweep.local());
    assertEquals(
        result.run("SM").history("sink mass"),
        sweep.run(Sweep.local()).run("SM").history("sink mass"),
        "more than is asked for is no harm");
    Sweep more = sweep.record(HeadStatistic.sinkMass(), new SecondTokenMass());
    String message =
        assertThrows(IllegalArgumentException.class, () -> more.run(Sweep.local())).getMessage();
    assertTrue(
        message.endsWith(
            "was recorded without the statistic 'second-token mass', only with [entropy, sink"
                + " mass]; choose another folder with into(...)"),
        message);
    assertEquals(
        "two statistics have the name 'sink mass'",
        assertThrows(
                IllegalArgumentException.class,
                () -> sweep.record(HeadStatistic.sinkMass(), new Local("sink mass")))
            .getMessage());
  }

  @Test
  void anotherJvmMakesTheStatisticsFromTexts() {
    HeadRecording both =
        new HeadRecording(List.of(HeadStatistic.sinkMass(), new SecondTokenMass()));
    List<String> texts = both.toTexts();
    assertEquals(List.of("sink mass", "class " + SecondTokenMass.class.getName()), texts);
    List<HeadStatistic> made = HeadRecording.fromTexts(texts).statistics();
    assertEquals(HeadStatistic.sinkMass(), made.get(0));
    assertEquals(SecondTokenMass.class, made.get(1).getClass());
    HeadRecording local = new HeadRecording(List.of(new Local("x")));
    String message = assertThrows(IllegalArgumentException.class, local::toTexts).getMessage();
    assertTrue(message.endsWith("$Local lacks; give it one, or use Sweep.local()"), message);
    assertTrue(
        assertThrows(
                IllegalStateException.class,
                () -> HeadRecording.fromTexts(List.of("class not.There")))
            .getMessage()
            .contains("does not have the statistic not.There"));
  }
}
