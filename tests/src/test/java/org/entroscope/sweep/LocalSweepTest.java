package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.entroscope.engine.Precision;
import org.entroscope.progress.Progress;
import org.entroscope.progress.ProgressState;
import org.entroscope.progress.TerminalDisplay;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.SkippedSteps;
import org.entroscope.runs.Storages;
import org.entroscope.statistics.HeadValues;
import org.entroscope.training.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSweepTest {

  @TempDir Path folder;

  @AfterEach
  void showOnTheTerminalAgain() {
    Progress.showOn(new TerminalDisplay(System.err));
  }

  private Sweep sweep(String... architectures) {
    return TinySweep.of(architectures).into(folder.toString());
  }

  private List<Path> runs() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      return runs.sorted().toList();
    }
  }

  @Test
  void whatIsDoneIsNotTrainedAgain() throws IOException {
    Sweep sweep = sweep("SM", "SM + G").seeds(2);
    SweepResult first = sweep.run(Sweep.local().parallel(2));
    assertEquals(4, first.count(SweepEntry.Status.UNIGRAM), first::toString); // after 20 steps
    List<String> started = first.runs().stream().map(run -> run.record().started()).toList();
    SweepResult more = sweep.seeds(3).run(Sweep.local().parallel(2));
    assertEquals(6, more.count(SweepEntry.Status.UNIGRAM));
    assertEquals(
        TinySweep.outcomes(first).entrySet().stream().toList(),
        TinySweep.outcomes(more).entrySet().stream()
            .filter(entry -> TinySweep.outcomes(first).containsKey(entry.getKey()))
            .toList());
    assertEquals(
        started, more.runs().subList(0, 4).stream().map(r -> r.record().started()).toList());
    assertEquals(6, runs().size());
    SweepResult loaded = Sweep.load(folder.toString());
    assertEquals(TinySweep.outcomes(more), TinySweep.outcomes(loaded));
    List<SweepInvocation> invocations = new SweepStore(Storages.open(folder)).invocations();
    assertEquals(List.of(4, 2), invocations.stream().map(SweepInvocation::trained).toList());
    assertTrue(Files.readString(folder.resolve("table.csv")).startsWith("architecture,layers,"));
    try (Stream<Path> left = Files.walk(folder)) {
      assertFalse(left.anyMatch(file -> file.toString().endsWith(".part")));
    }
  }

  @Test
  void anotherCorpusIsAnotherExperiment() throws IOException {
    sweep("SM").run(Sweep.local());
    SweepResult other = sweep("SM").on(TinySweep.corpus(8)).run(Sweep.local());
    assertEquals(2, runs().size());
    assertEquals(TinySweep.corpus(8).hash(), other.runs().get(0).record().spec().corpusHash());
  }

  @Test
  void anotherPrecisionIsAnotherExperiment() throws IOException {
    SweepResult exact = sweep("SM").run(Sweep.local());
    SweepResult rounded = sweep("SM").precision(Precision.BFLOAT16).run(Sweep.local());
    assertEquals(2, runs().size());
    RunSummary run = rounded.runs().get(0);
    assertEquals(Precision.BFLOAT16, run.record().spec().precision());
    assertNotEquals(exact.runs().get(0).evaluationLoss(), run.evaluationLoss());
    SweepResult both = Sweep.load(folder.toString());
    assertEquals(
        rounded.runs().size(), both.only(sweep("SM").precision(Precision.BFLOAT16)).runs().size());
    assertEquals(2, both.summary().rowCount());
    assertEquals(
        List.of("BFLOAT16", "FLOAT32"),
        both.table().stringColumn("precision").asList().stream().sorted().toList());
  }

  @Test
  void aSweepInHalfPrecisionIsReadBack() throws IOException {
    SweepResult half = sweep("SM").precision(Precision.FLOAT16).run(Sweep.local());
    RunSummary run = half.runs().get(0);
    assertEquals(Precision.FLOAT16, run.record().spec().precision());
    assertTrue(run.record().engine().endsWith("emulated on the CPU"), run.record().engine());
    RunSummary read = Sweep.load(folder.toString()).runs().get(0);
    assertEquals(Precision.FLOAT16, read.record().spec().precision());
    assertTrue(read.metrics().containsColumn(SkippedSteps.COUNT));
    assertEquals(run.toString(), read.toString());
    assertTrue(read.toString().endsWith("; no step skipped"), read::toString);
  }

  /** On a CPU the experiment fails, and no result of another precision replaces it. */
  @Test
  void aPrecisionThatTheDeviceDoesNotHaveIsAFailure() {
    sweep("SM").run(Sweep.local());
    SweepResult result =
        sweep("SM").precision(Precision.TF32).run(Sweep.local().device(Device.cpu()));
    assertEquals(List.of(), result.runs());
    assertTrue(result.failures().get(0).cause().contains("TF32 is a format of NVIDIA GPUs"));
  }

  @Test
  void sideBySideAndOneByOneGiveTheSame() {
    Sweep sweep = TinySweep.of("SM", "EReg(SM(t) + ScFuFFN)").seeds(2);
    SweepResult two = sweep.into(folder.resolve("two").toString()).run(Sweep.local().parallel(3));
    SweepResult one = sweep.into(folder.resolve("one").toString()).run(Sweep.local().parallel(1));
    assertEquals(TinySweep.outcomes(one), TinySweep.outcomes(two));
  }

  @Test
  void aFailureIsReportedWithItsCauseAndTheRestCompletes() {
    Sweep sweep =
        sweep("SM", "SM + G").and(TinySweep.of("SM").contexts(60_000)); // longer than any document
    SweepResult result = sweep.run(Sweep.local().parallel(2));
    assertEquals(2, result.count(SweepEntry.Status.UNIGRAM));
    assertEquals(1, result.count(SweepEntry.Status.FAILED));
    assertTrue(
        result.failures().get(0).cause().contains("a batch of 4 examples is too large"),
        result.failures().get(0).cause());
    SweepResult again = sweep.run(Sweep.local());
    assertEquals(1, again.count(SweepEntry.Status.FAILED), "it is tried again");
    assertEquals(3, Sweep.load(folder.toString()).entries().size());
  }

  @Test
  void aDivergingExperimentIsAResult() {
    Sweep sweep =
        sweep("SM")
            .plan(
                TinySweep.PLAN.with(
                    p -> {
                      p.learningRate = 1e3;
                      p.maxGradNorm = 1e6;
                      p.steps = 500;
                    }));
    SweepResult result = sweep.run(Sweep.local());
    assertEquals(1, result.count(SweepEntry.Status.DIVERGED), result::toString);
    assertTrue(Double.isNaN(result.entries().get(0).perplexity()));
    assertEquals(1, result.summary().intColumn("diverged").get(0));
    String started = result.runs().get(0).record().started();
    assertEquals(started, sweep.run(Sweep.local()).runs().get(0).record().started());
  }

  @Test
  void anInterruptKeepsWhatWasDoneAndTheRestIsPending() {
    Sweep sweep = sweep("SM").plan(TinySweep.PLAN.withSteps(150)).seeds(5);
    Thread sweeping = Thread.currentThread();
    AtomicReference<ProgressState> last = new AtomicReference<>();
    Progress.showOn(
        (work, state) -> {
          if (state.task().equals("Sweep")) {
            last.set(state);
            if (state.note().startsWith("1 of") || state.note().startsWith("2 of")) {
              sweeping.interrupt();
            }
          }
        });
    SweepResult result = sweep.run(Sweep.local().parallel(1));
    assertFalse(Thread.interrupted(), "the interrupt is consumed");
    int done = result.count(SweepEntry.Status.FINISHED);
    assertTrue(done >= 1 && done < 5, result::toString);
    assertEquals(5 - done, result.count(SweepEntry.Status.PENDING));
    assertEquals(ProgressState.Phase.STOPPED, last.get().phase());
    assertEquals(5L * 150 * 4 * 16, last.get().total());
    showOnTheTerminalAgain();
    assertEquals(5, sweep.run(Sweep.local()).count(SweepEntry.Status.FINISHED));
  }

  @Test
  void aRunIsReadWithoutItsModel() throws IOException {
    sweep("SM").run(Sweep.local());
    RunSummary run = RunSummary.load(runs().get(0));
    HeadValues map = run.entropy();
    assertEquals(2, map.layers());
    assertEquals(run.perplexity(), Math.exp(run.evaluationLoss()));
    assertTrue(run.distribution().heads() == 4 && run.history().size() == 4);
    assertNotNull(run.diagnosis());
    IOException refusal = assertThrows(IOException.class, () -> Run.load(runs().get(0)));
    assertEquals(
        runs().get(0) + " was recorded without its weights; read it with RunSummary.load(...)",
        refusal.getMessage());
    Path metrics = runs().get(0).resolve("metrics.csv.gz");
    byte[] content = Files.readAllBytes(metrics);
    content[content.length / 2]++;
    Files.write(metrics, content);
    assertEquals(
        metrics + " is damaged: its SHA-256 is not the one in run.json",
        assertThrows(IOException.class, () -> RunSummary.load(runs().get(0))).getMessage());
  }

  @Test
  void thereMustBeACorpusAndResults() {
    assertEquals(
        "nothing to train on: choose a corpus with on(...), Corpus.javaSources() for example",
        assertThrows(IllegalStateException.class, () -> Sweep.of("SM").run(Sweep.local()))
            .getMessage());
    assertEquals(
        "there are no results of a sweep in " + folder,
        assertThrows(IllegalArgumentException.class, () -> Sweep.load(folder.toString()))
            .getMessage());
  }
}
