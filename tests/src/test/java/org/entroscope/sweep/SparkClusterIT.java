package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.Storages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps on a standalone cluster of two worker processes, which lose some of their own. */
@Tag("slow")
@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "Spark 4.0 ends there")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SparkClusterIT {

  @TempDir static Path cluster;

  @TempDir Path folder;

  private static SparkCluster spark;
  private static Process doomed;
  private static Map<String, TinySweep.Outcome> expected;

  /** Eight experiments, long enough to be interrupted by the death of a process. */
  static Sweep sweep() {
    return TinySweep.of("SM", "SM + LN + G").plan(TinySweep.PLAN.withSteps(300)).seeds(4);
  }

  @BeforeAll
  static void start() throws IOException {
    spark = new SparkCluster(cluster);
    spark.worker();
    doomed = spark.worker();
    Path here = cluster.resolve("here");
    expected = TinySweep.outcomes(sweep().into(here.toString()).run(Sweep.local()));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private SparkSession session() {
    SparkConf settings = new SparkConf();
    spark.settings().forEach(settings::set);
    return SparkSession.builder().config(settings).getOrCreate();
  }

  private int done() throws IOException {
    return startTimes().size();
  }

  /** When the experiments were trained that are done, by folder. */
  private Map<String, String> startTimes() throws IOException {
    Map<String, String> times = new TreeMap<>();
    for (String run : Storages.open(folder).list("runs")) {
      times.put(run, RunSummary.load(folder.resolve("runs").resolve(run)).record().started());
    }
    return times;
  }

  @Test
  void aKilledWorkerLosesNothing() throws IOException {
    try (SparkSession session = session()) {
      CompletableFuture<SweepResult> running =
          CompletableFuture.supplyAsync(
              () -> sweep().into(folder.toString()).run(Sweep.spark(session)));
      SparkCluster.await("two executors", () -> executors(session) == 2);
      SparkCluster.await("the first result", () -> done() > 0);
      assertTrue(done() < 8, "the sweep was over before the worker was killed");
      SparkCluster.kill(doomed);
      assertEquals(expected, TinySweep.outcomes(running.join()));
    } finally {
      doomed = spark.worker();
    }
  }

  private static int executors(SparkSession session) {
    // the driver counts as one
    return session.sparkContext().statusTracker().getExecutorInfos().length - 1;
  }

  @Test
  void aKilledDriverIsTakenUpWhereItWas() throws IOException {
    List<String> arguments = new ArrayList<>(List.of(folder.toString()));
    spark.settings().forEach((name, value) -> arguments.addAll(List.of(name, value)));
    Process driver =
        spark.start("driver", SparkDriver.class.getName(), arguments.toArray(String[]::new));
    SparkCluster.await("the first results", () -> done() >= 2);
    SparkCluster.kill(driver);
    Map<String, String> before = startTimes();
    assertTrue(before.size() < 8, "the sweep was over before the driver was killed");
    try (SparkSession session = session()) {
      SweepResult result = sweep().into(folder.toString()).run(Sweep.spark(session));
      assertEquals(expected, TinySweep.outcomes(result));
    }
    Map<String, String> after = startTimes();
    before.forEach((run, time) -> assertEquals(time, after.get(run), "trained again"));
    SweepInvocation invocation = new SweepStore(Storages.open(folder)).invocations().get(0);
    assertTrue(invocation.trained() <= 8 - before.size(), invocation::toString);
  }

  @Test
  void anExperimentTooLargeForTheMemoryIsReportedAndTheRestCompletes() throws IOException {
    try (SparkSession session = session()) {
      SweepResult result =
          TinySweep.of("SM", "SM + G")
              .and(TinySweep.of("SM").shape(TinySweep.SHAPE.withHiddenSize(32_768)))
              .into(folder.toString())
              .run(Sweep.spark(session));
      assertEquals(2, result.count(SweepEntry.Status.FINISHED), result::toString);
      assertEquals(1, result.failures().size(), result::toString);
      String cause = result.failures().get(0).cause();
      assertTrue(cause.contains("memory") || cause.contains("heap"), cause);
    }
  }
}
