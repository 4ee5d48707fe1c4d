package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.entroscope.architecture.Architecture;
import org.entroscope.corpus.Corpus;
import org.entroscope.progress.Progress;
import org.entroscope.progress.TerminalDisplay;
import org.entroscope.runs.SharedFileSystem;
import org.entroscope.tokens.TokenizedCorpus;
import org.entroscope.tokens.Tokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "Spark 4.0 ends there")
class SparkSweepTest {

  private static SparkSession spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2,2]") // runs two tasks at a time and tries each twice
            .appName("sweep")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.hadoop." + SharedFileSystem.SETTING, SharedFileSystem.class.getName())
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @AfterEach
  void showOnTheTerminalAgain() {
    Progress.showOn(new TerminalDisplay(System.err));
  }

  @Test
  void sparkFindsWhatThisJvmFindsAndKeepsItInAnyFileSystem() throws IOException {
    Sweep sweep = TinySweep.of("SM", "EReg(SM(t) + ScFuFFN)").seeds(2);
    SweepResult here = sweep.into(folder.resolve("here").toString()).run(Sweep.local());
    String shared = "shared://" + folder.resolve("there");
    SweepResult there = sweep.into(shared).run(Sweep.spark(spark));
    assertEquals(4, there.count(SweepEntry.Status.UNIGRAM), there::toString); // after 20 steps
    assertEquals(TinySweep.outcomes(here), TinySweep.outcomes(there));
    try (Stream<Path> files = Files.walk(folder.resolve("there"))) {
      assertFalse(files.anyMatch(file -> file.toString().endsWith(".part")));
    }
    String started = there.runs().get(3).record().started();
    assertEquals(
        started, sweep.into(shared).run(Sweep.spark(spark)).runs().get(3).record().started());
  }

  @Test
  void aComponentOfThisJvmIsTrainedByTasksOfALocalMaster() {
    Architecture.register(new RenamedSoftmax("SM4"));
    Sweep sweep = TinySweep.of("SM4 + LN");
    SweepResult here = sweep.into(folder.resolve("here").toString()).run(Sweep.local());
    SweepResult there = sweep.into(folder.resolve("there").toString()).run(Sweep.spark(spark));
    assertEquals(1, there.count(SweepEntry.Status.UNIGRAM), there::toString);
    assertEquals(TinySweep.outcomes(here), TinySweep.outcomes(there));
  }

  @Test
  void aTokenizerOfAFileReachesTheExecutors() throws IOException {
    Path file = Path.of("src/test/resources/tokenizers/byte-pairs.json");
    Sweep sweep = TinySweep.of("SM").tokenizer(Tokenizer.huggingFace(file));
    SweepResult here = sweep.into(folder.resolve("here").toString()).run(Sweep.local());
    SweepResult there = sweep.into("shared://" + folder.resolve("there")).run(Sweep.spark(spark));
    assertEquals(1, there.count(SweepEntry.Status.UNIGRAM), there::toString);
    assertEquals(TinySweep.outcomes(here), TinySweep.outcomes(there));
  }

  @Test
  void aFailureIsTriedAgainReportedWithItsCauseAndTheRestCompletes() {
    AtomicInteger failures = new AtomicInteger();
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                if (!end.taskInfo().successful()) {
                  failures.incrementAndGet();
                }
              }
            });
    SweepResult result =
        TinySweep.of("SM", "SM + G")
            .and(TinySweep.of("SM").contexts(60_000)) // longer than any document
            .into(folder.toString())
            .run(Sweep.spark(spark));
    assertEquals(2, result.count(SweepEntry.Status.UNIGRAM), result::toString);
    assertEquals(1, result.failures().size());
    String cause = result.failures().get(0).cause();
    assertTrue(
        cause.startsWith("IllegalArgumentException: a batch of 4 examples is too large"), cause);
    assertTrue(result.toString().contains(cause));
    SparkCluster.await("two attempts", () -> failures.get() == 2);
  }

  @Test
  void anInterruptCancelsTheTasksAndKeepsWhatWasDone() throws InterruptedException {
    Sweep sweep =
        TinySweep.of("SM").plan(TinySweep.PLAN.withSteps(100)).seeds(8).into(folder.toString());
    Thread sweeping = Thread.currentThread();
    Progress.showOn(
        (work, state) -> {
          if (state.note().matches("[1-6] of 8 .*")) {
            sweeping.interrupt();
          }
        });
    SweepResult result = sweep.run(Sweep.spark(spark));
    int done = result.runs().size();
    assertTrue(done >= 1 && done < 8, result::toString);
    assertEquals(8 - done, result.count(SweepEntry.Status.PENDING), result::toString);
    for (int i = 0; spark.sparkContext().statusTracker().getActiveJobIds().length > 0; i++) {
      assertTrue(i < 100, "the tasks end soon");
      Thread.sleep(50);
    }
  }

  @Test
  void aTokenFileOfAnotherCorpusIsRefused() {
    TokenizedCorpus data = TinySweep.corpus().tokenize(Tokenizer.bytes());
    Corpus other = TinySweep.corpus(8);
    String message =
        assertThrows(
                IOException.class,
                () ->
                    TokenizedCorpus.open(
                        data.path(), other.name(), other.hash(), Tokenizer.bytes()))
            .getMessage();
    assertEquals(
        "the token file %s cannot be used: it belongs to another text or another tokenizer"
            .formatted(data.path()),
        message);
  }

  @Test
  void theFolderMustBeOneThatAllMachinesReach() {
    assertTrue(
        assertThrows(IllegalStateException.class, () -> TinySweep.of("SM").run(Sweep.spark(spark)))
            .getMessage()
            .startsWith("use into(...) to choose a folder that all of Spark's machines can reach"));
  }
}
