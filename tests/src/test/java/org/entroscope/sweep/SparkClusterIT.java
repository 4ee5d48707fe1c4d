package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Component;
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

/** Tests sweeps on a standalone cluster with two worker processes, some of which are killed. */
@Tag("slow")
@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "Spark 4.0 ends there")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SparkClusterIT {

  @TempDir static Path cluster;

  @TempDir Path folder;

  private static SparkCluster spark;
  private static Process doomed;
  private static Map<String, TinySweep.Outcome> expected;

  /**
   * Returns a sweep of eight experiments that run long enough to be interrupted by a killed
   * process.
   */
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

  /** Returns the start times of the completed experiments by folder. */
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
    // the driver is included in the count
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

  private static final String OFF_BY_ONE =
      """
      package elsewhere;

      import ai.djl.ndarray.NDArray;
      import org.entroscope.architecture.AttentionNonlinearity;
      import org.entroscope.architecture.ParameterValues;

      public class OffByOne implements AttentionNonlinearity {
        public String term() {
          return "SM2";
        }

        public NDArray weights(NDArray scores, ParameterValues learned) {
          NDArray top = scores.stopGradient().max(new int[] {-1}, true).maximum(0);
          NDArray exponentials = scores.sub(top).exp();
          return exponentials.div(exponentials.sum(new int[] {-1}, true).add(top.neg().exp()));
        }
      }
      """;

  /** Writes a jar with a component that it lists as a service. */
  private Path componentJar() throws IOException {
    Path source = Files.createDirectories(folder.resolve("src")).resolve("OffByOne.java");
    Files.writeString(source, OFF_BY_ONE);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    String path = System.getProperty("java.class.path");
    String[] arguments = {"-cp", path, "-d", classes.toString(), source.toString()};
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments));
    Path jar = folder.resolve("component.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("elsewhere/OffByOne.class"));
      zip.write(Files.readAllBytes(classes.resolve("elsewhere/OffByOne.class")));
      zip.putNextEntry(new ZipEntry("META-INF/services/" + Component.class.getName()));
      zip.write("elsewhere.OffByOne".getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  @Test
  void aComponentOfAJarReachesTheExecutors() throws IOException {
    Path jar = componentJar();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      Sweep sweep = TinySweep.of("SM2 + LN");
      SweepResult here = sweep.into(folder.resolve("here").toString()).run(Sweep.local());
      try (SparkSession session = session()) {
        session.sparkContext().addJar(jar.toString());
        SweepResult there =
            sweep.into(folder.resolve("there").toString()).run(Sweep.spark(session));
        assertEquals(1, there.count(SweepEntry.Status.UNIGRAM), there::toString);
        assertEquals(TinySweep.outcomes(here), TinySweep.outcomes(there));
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aComponentOfACellIsRefusedByItsName() throws IOException {
    Architecture.register(new RenamedSoftmax("SM3")); // only this JVM knows the component
    try (SparkSession session = session()) {
      Sweep sweep = TinySweep.of("SM3 + LN").into(folder.toString());
      String said =
          assertThrows(IllegalArgumentException.class, () -> sweep.run(Sweep.spark(session)))
              .getMessage();
      assertTrue(
          said.startsWith(
              "Spark's executors do not know the component SM3 (RenamedSoftmax), which"),
          said);
    }
  }

  @Test
  void anExperimentTooLargeForTheMemoryIsReportedAndTheRestCompletes() throws IOException {
    try (SparkSession session = session()) {
      SweepResult result =
          TinySweep.of("SM", "SM + G")
              .and(TinySweep.of("SM").shape(TinySweep.SHAPE.withHiddenSize(32_768)))
              .into(folder.toString())
              .run(Sweep.spark(session));
      assertEquals(2, result.count(SweepEntry.Status.UNIGRAM), result::toString);
      assertEquals(1, result.failures().size(), result::toString);
      String cause = result.failures().get(0).cause();
      assertTrue(cause.contains("memory") || cause.contains("heap"), cause);
    }
  }
}
