package org.entroscope.training;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.FileTree;
import org.entroscope.model.Weights;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;
import org.entroscope.statistics.HeadStatistic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

  /**
   * An architecture with buffers of spectral normalisation, thresholds, temperatures and three
   * parameter groups.
   */
  private static final String ARCHITECTURE = "EReg(SM(t) + SN(QKV+FFN) + ScFuFFN)";

  private static Run uninterrupted;

  /** Copies of a folder at step 13 of the training and after the interrupt that follows step 14. */
  @TempDir static Path copies;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    uninterrupted = Tiny.experiment(ARCHITECTURE).train();
    Path kept = copies.resolve("kept");
    TrainingCallback copier =
        new TrainingCallback() {
          @Override
          public void onStepEnd(TrainingState state) {
            if (state.step() == 13) {
              copy(kept, copies.resolve("at13"));
            }
          }

          @Override
          public void onTrainEnd(TrainingState state) {
            copy(kept, copies.resolve("at14")); // the end is written, and the states still exist
          }
        };
    experiment(kept).callback(copier).callback(new Interruption(14)).train().model().close();
  }

  private static void copy(Path from, Path to) {
    try {
      DiskSnapshots.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Experiment experiment(Path folder) {
    return Tiny.experiment(ARCHITECTURE).into(folder).checkpointEvery(4);
  }

  private Experiment experiment() {
    return experiment(folder);
  }

  /**
   * Checks that losses, entropies and weights are identical to the last bit. Times are not
   * compared.
   */
  static void assertSame(Run expected, Run run) {
    for (String column : List.of("learningRate", "loss", "penalty", "gradientNorm")) {
      assertArrayEquals(
          expected.metrics().doubleColumn(column).asDoubleArray(),
          run.metrics().doubleColumn(column).asDoubleArray(),
          column);
    }
    assertArrayEquals(
        expected.metrics().doubleColumn("evaluationLoss").asDoubleArray(),
        run.metrics().doubleColumn("evaluationLoss").asDoubleArray());
    assertEquals(expected.history(), run.history());
    assertEquals(expected.entropy(), run.entropy());
    assertEquals(expected.evaluationLoss(), run.evaluationLoss());
    Weights.of(expected.model())
        .forEach((name, value) -> assertArrayEquals(value, Weights.of(run.model()).get(name)));
  }

  @Test
  void aRunThatGoesOnInTheSameProcessIsAsIfNeverInterrupted() {
    Run first = Tiny.experiment(ARCHITECTURE).callback(new Interruption(7)).train();
    assertEquals(7, first.record().steps());
    Run second = first.resume();
    assertEquals(RunStatus.FINISHED, second.status());
    assertSame(uninterrupted, second);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 29})
  void anotherProcessGoesOnFromTheCheckpoint(int step) throws IOException {
    Run first = experiment().callback(new Interruption(step)).train();
    assertEquals(step, first.record().steps());
    first.model().close();
    Run kept = Run.load(folder);
    assertEquals(first.record(), kept.record());
    assertEquals(first.history(), kept.history());
    assertEquals(first.entropy(), kept.entropy());
    Run second = experiment().train();
    assertSame(uninterrupted, second);
    assertTrue(second.record().seconds() > first.record().seconds());
    assertEquals(first.record().started(), second.record().started());
  }

  @Test
  void aFinishedTrainingIsNotDoneAgain() throws IOException {
    experiment().train();
    boolean[] stepped = new boolean[1];
    Run again =
        experiment()
            .callback(
                new TrainingCallback() {
                  @Override
                  public void onStepEnd(TrainingState state) {
                    stepped[0] = true;
                  }
                })
            .train();
    assertFalse(stepped[0]);
    assertSame(uninterrupted, again);
    assertEquals(again.record(), Run.load(folder).record());
  }

  private static final List<String> RUN =
      List.of(
          "heads-final.csv",
          "heads.csv",
          "metrics.csv",
          "model.safetensors",
          "run.json",
          "run.json.sha256");

  @Test
  void whileItTrainsTwoStatesAreKeptAndThenTheRun() throws IOException {
    Path training = copies.resolve("at13");
    assertEquals(List.of("checkpoints"), FileTree.names(training));
    assertEquals(
        List.of("lock", "step-000000008", "step-000000012"),
        FileTree.names(training.resolve("checkpoints")));
    List<String> resumable = new ArrayList<>(RUN);
    resumable.add(4, "optimiser.safetensors");
    assertEquals(resumable, FileTree.names(training.resolve("checkpoints/step-000000012")));
    assertEquals(resumable, FileTree.names(copies.resolve("kept")), "interrupted");
    Run run = experiment().train();
    assertEquals(RUN, FileTree.names(folder), "finished");
    Run loaded = Run.load(folder);
    assertEquals(run.record(), loaded.record());
    assertSame(uninterrupted, loaded);
    assertEquals(run.toString(), loaded.toString());
  }

  /** A folder is a valid run at any time, during a training and after its process was killed. */
  @Test
  void theNewestStateOfATrainingIsARun() throws IOException {
    List<String> states = new ArrayList<>();
    experiment()
        .callback(
            new TrainingCallback() {
              @Override
              public void onStepEnd(TrainingState state) {
                if (state.step() == 3) {
                  states.add(assertThrows(IOException.class, this::load).getMessage());
                } else if (state.step() == 6) {
                  states.add(assertDoesNotThrow(this::load).toString());
                }
              }

              private RunSummary load() throws IOException {
                return RunSummary.load(folder.toString());
              }
            })
        .train();
    assertEquals(folder.resolve("run.json") + ": a run folder needs this file", states.get(0));
    assertTrue(states.get(1).endsWith("4 of 30 steps, running"), states.get(1));

    Run killed = Run.load(copies.resolve("at13"));
    assertEquals(RunStatus.INTERRUPTED, killed.status());
    assertEquals(12, killed.record().steps());
    assertEquals("its process ended after step 12 or later", killed.record().reason());
    assertArrayEquals(
        Arrays.copyOf(uninterrupted.metrics().doubleColumn("loss").asDoubleArray(), 12),
        killed.metrics().doubleColumn("loss").asDoubleArray());
    assertEquals(
        killed.name()
            + " was loaded; to continue a training from a folder, train the same experiment with"
            + " into(folder)",
        assertThrows(IllegalStateException.class, killed::resume).getMessage());
  }

  /**
   * If the process was killed after writing the end but before deleting the states, the end is
   * used.
   */
  @Test
  void theEndCountsBeforeTheStates() throws IOException {
    DiskSnapshots.copy(copies.resolve("at14"), folder.resolve("copy"));
    assertEquals(14, Run.load(folder.resolve("copy")).record().steps());
    assertSame(uninterrupted, experiment(folder.resolve("copy")).train());
    assertEquals(RUN, FileTree.names(folder.resolve("copy")));
  }

  /**
   * If the training was interrupted after step 14, resumed and killed after step 20, the state is
   * used.
   */
  @Test
  void aNewerStateCountsBeforeAnOlderEnd() throws IOException {
    DiskSnapshots.copy(copies.resolve("kept"), folder.resolve("a"));
    Path later = folder.resolve("later");
    experiment(folder.resolve("a"))
        .callback(
            new TrainingCallback() {
              @Override
              public void onStepEnd(TrainingState state) {
                if (state.step() == 21) {
                  copy(folder.resolve("a"), later);
                }
              }
            })
        .train();
    assertEquals(20, RunSummary.load(later).record().steps());
    Run resumed = experiment(later).train();
    assertSame(uninterrupted, resumed);
    assertEquals(30, RunSummary.load(later).record().steps());
  }

  @Test
  void savingOverATrainingsFolderReplacesItsStatesToo() throws IOException {
    DiskSnapshots.copy(copies.resolve("at13"), folder.resolve("copy"));
    Run other = Tiny.experiment("SM").steps(2).train();
    other.save(folder.resolve("copy"));
    assertEquals(RUN, FileTree.names(folder.resolve("copy")));
    assertEquals(other.record(), Run.load(folder.resolve("copy")).record());
    DiskSnapshots.copy(copies.resolve("kept"), folder.resolve("interrupted"));
    other.save(folder.resolve("interrupted"));
    assertEquals(RUN, FileTree.names(folder.resolve("interrupted")), "no optimiser of the old run");
  }

  @Test
  void aRunSavedWithoutTheOptimiserCannotBeGoneOnWith() throws IOException {
    Run run = Tiny.experiment(ARCHITECTURE).callback(new Interruption(3)).train();
    run.save(folder.resolve("saved"));
    assertEquals(
        "the run in %s is not finished and was saved without the optimiser's state, so no training can continue from it. Choose another folder, or remove that one"
            .formatted(folder.resolve("saved")),
        assertThrows(
                IllegalArgumentException.class, () -> experiment(folder.resolve("saved")).train())
            .getMessage());
  }

  @Test
  void otherStatisticsThanThoseRecordedAreRefused() {
    experiment().callback(new Interruption(3)).train();
    String refusal =
        assertThrows(
                IllegalArgumentException.class,
                () -> experiment().record(HeadStatistic.sinkMass()).train())
            .getMessage();
    assertEquals(
        folder
            + " was recorded with the statistics [entropy, threshold], not with [entropy, sink"
            + " mass, threshold]; record the same, or choose another folder with into(...)",
        refusal);
  }

  @Test
  void whatIsNoFolderForARunIsRefused() throws IOException {
    Files.writeString(folder.resolve("notes"), "mine");
    assertEquals(
        folder + " exists and is not a run; choose another folder, or remove that one",
        assertThrows(UncheckedIOException.class, () -> experiment().train()).getMessage());
    assertEquals(List.of("notes"), FileTree.names(folder));
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> Tiny.experiment("SM").into("hdfs:///user/me/run"))
            .getMessage()
            .startsWith("a single run is kept in a folder of this machine"));
  }

  @Test
  void checkpointsNeedAFolderAndAnInterval() {
    Experiment experiment = Tiny.experiment("SM");
    assertEquals(
        "checkpointEvery(...) needs a folder to keep the run in: choose it with into(...)",
        assertThrows(IllegalStateException.class, experiment.checkpointEvery(2)::train)
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> experiment.checkpointEvery(0));
    assertThrows(IllegalArgumentException.class, () -> experiment.checkpointEvery(Duration.ZERO));
    List<Integer> kept = new ArrayList<>();
    experiment
        .steps(3)
        .into(folder)
        .checkpointEvery(Duration.ofNanos(1))
        .callback(
            new TrainingCallback() {
              @Override
              public void onStepEnd(TrainingState state) {
                kept.add(statesIn(folder.resolve("checkpoints")));
              }
            })
        .train();
    assertEquals(List.of(0, 1, 2), kept, "states that are there at the end of each step");
  }

  private static int statesIn(Path checkpoints) {
    try {
      return FileTree.names(checkpoints).size() - 1; // subtracts the lock
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Damage to the newest state. */
  private interface Damage {
    void to(Path state) throws IOException;
  }

  private static Damage edited(String name, String from, String to) {
    return state -> {
      Path file = state.resolve(name);
      String content = Files.readString(file);
      assertTrue(Pattern.compile(from).matcher(content).find(), name + " holds no " + from);
      Files.writeString(file, content.replaceFirst(from, to));
    };
  }

  private static Damage byteChanged(String name, double where) {
    return state -> {
      byte[] content = Files.readAllBytes(state.resolve(name));
      content[(int) (where * (content.length - 1))] ^= 0x11;
      Files.write(state.resolve(name), content);
    };
  }

  private static Damage shortened(String name, double share) {
    return state -> {
      byte[] content = Files.readAllBytes(state.resolve(name));
      Files.write(state.resolve(name), Arrays.copyOf(content, (int) (share * content.length)));
    };
  }

  private static Damage lineLeftOut(String name, String key) {
    return edited(name, " *\"" + key + "\" : .*\n", "");
  }

  static Stream<Arguments> damages() {
    String manifest = "run.json";
    String seal = "run.json.sha256";
    List<String> names =
        List.of(
            manifest,
            seal,
            "model.safetensors",
            "optimiser.safetensors",
            "metrics.csv",
            "heads.csv",
            "heads-final.csv");
    Map<String, Damage> damages = new LinkedHashMap<>();
    for (String name : names) {
      damages.put(name + " is missing", state -> Files.delete(state.resolve(name)));
      damages.put(name + " is empty", shortened(name, 0));
      damages.put(name + " is cut", shortened(name, 0.7));
      damages.put("the first byte of " + name, byteChanged(name, 0));
      damages.put("a byte in the middle of " + name, byteChanged(name, 0.5));
      damages.put("the last byte of " + name, byteChanged(name, 1));
    }
    for (String step : List.of("13", "29", "1000", "0", "-5", "null", "\"12\"")) {
      damages.put("step " + step, edited(manifest, "\"steps\" : 12", "\"steps\" : " + step));
    }
    for (String part : List.of("run", "spec", "files")) {
      damages.put(
          part + " null",
          edited(manifest, "(?s)\"" + part + "\" : \\{.*?\\}", "\"" + part + "\" : null"));
    }
    damages.put("seed 1", edited(manifest, "\"seed\" : 1337", "\"seed\" : 1"));
    damages.put("entropy.csv not listed", lineLeftOut(manifest, "heads.csv"));
    damages.put(
        "model.safetensors not listed, and changed",
        state -> {
          lineLeftOut(manifest, "model.safetensors").to(state);
          byteChanged("model.safetensors", 0.9).to(state);
        });
    damages.put("null alone", state -> Files.writeString(state.resolve(manifest), "null"));
    damages.put(
        "nested too deep", state -> Files.writeString(state.resolve(manifest), "[".repeat(9999)));
    damages.put(
        "the manifest of the state before",
        state -> {
          Path older = state.resolveSibling("step-000000008");
          Files.copy(older.resolve(manifest), state.resolve(manifest), REPLACE_EXISTING);
          Files.copy(older.resolve(seal), state.resolve(seal), REPLACE_EXISTING);
        });
    damages.put(
        "a folder in place of a file",
        state -> {
          Files.delete(state.resolve("metrics.csv"));
          Files.createDirectory(state.resolve("metrics.csv"));
        });
    damages.put(
        "a file in place of the state",
        state -> {
          FileTree.delete(state);
          Files.writeString(state, "");
        });
    return damages.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void aDamagedNewestStateGivesWayToTheOneBefore(String what, Damage damage) throws IOException {
    DiskSnapshots.copy(copies.resolve("at13"), folder.resolve("copy"));
    Path state = folder.resolve("copy/checkpoints/step-000000012");
    damage.to(state);
    goesOnFrom(8, state);
  }

  @Test
  void aDamagedEndGivesWayToTheStateBefore() throws IOException {
    for (String name : List.of("run.json", "optimiser.safetensors")) {
      Path copy = folder.resolve("copy");
      DiskSnapshots.copy(copies.resolve("at14"), copy);
      byteChanged(name, 0.5).to(copy);
      goesOnFrom(12, copy);
      FileTree.delete(copy);
    }
  }

  private void goesOnFrom(int step, Path damaged) {
    Run[] run = new Run[1];
    String said = errorsOf(() -> run[0] = experiment(folder.resolve("copy")).train());
    assertSame(uninterrupted, run[0]);
    assertTrue(said.startsWith("The newest checkpoint is damaged ("), said);
    assertTrue(said.contains(damaged.toString()), said);
    assertTrue(said.endsWith("going on from step " + step + System.lineSeparator()), said);
    assertTrue(said.lines().count() == 1 && said.length() < 500, said);
    assertFalse(said.contains("null") || said.contains("Exception"), said);
    run[0].model().close();
  }

  private static String errorsOf(Runnable work) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aFileInTheFoldersPlaceIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertEquals(
        file + " exists and is not a run; choose another folder, or remove that one",
        assertThrows(UncheckedIOException.class, () -> experiment(file).train()).getMessage());
    Path below = file.resolve("below");
    assertEquals(
        "no run can be kept in %s (%s: Not a directory); choose another folder"
            .formatted(below, below),
        assertThrows(UncheckedIOException.class, () -> experiment(below).train()).getMessage());
  }

  @Test
  void whereEveryStateIsDamagedItSaysSo() throws IOException {
    DiskSnapshots.copy(copies.resolve("at14"), folder.resolve("copy"));
    for (String state : List.of("", "checkpoints/step-000000008", "checkpoints/step-000000012")) {
      Files.delete(folder.resolve("copy").resolve(state).resolve("model.safetensors"));
    }
    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> experiment(folder.resolve("copy")).train());
    assertTrue(
        error
            .getMessage()
            .startsWith(
                "no checkpoint in "
                    + folder.resolve("copy")
                    + " is whole; remove the folder to train from the start. The newest: "),
        error.getMessage());
  }

  @Test
  void anotherTrainingsCheckpointsAreRefused() {
    experiment().callback(new Interruption(3)).train();
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> experiment().seed(2).train());
    assertEquals(
        "the run in "
            + folder
            + " is of another training: the seed is 1337 there and 2 here. Choose another folder,"
            + " or remove that one",
        refusal.getMessage());
  }

  @Test
  void twoTrainingsDoNotShareAFolder() {
    CompletableFuture<String> refusal = new CompletableFuture<>();
    experiment()
        .callback(
            new TrainingCallback() {
              @Override
              public void onStepEnd(TrainingState state) {
                if (state.step() == 2) {
                  Runnable second = () -> experiment().train();
                  refusal.complete(
                      assertThrows(IllegalStateException.class, second::run).getMessage());
                }
              }
            })
        .train();
    assertTrue(refusal.join().startsWith("another training keeps its run in " + folder));
  }

  @Test
  void remainsOfAKilledProcessAreSweptAway() throws IOException {
    DiskSnapshots.copy(copies.resolve("at13"), folder.resolve("copy"));
    for (String begun : List.of("checkpoints/step-000000016", ".next")) {
      Path part = AtomicFile.part(folder.resolve("copy").resolve(begun));
      Files.writeString(Files.createDirectories(part).resolve("model.safetensors.part"), "half");
    }
    experiment(folder.resolve("copy")).callback(new Interruption(14)).train();
    try (Stream<Path> files = Files.walk(folder)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".part")));
    }
  }

  @Test
  void aRunThatEndedCannotGoOn() {
    assertEquals(
        ARCHITECTURE_PRINTED + " cannot be resumed: it is finished",
        assertThrows(IllegalStateException.class, uninterrupted::resume).getMessage());
  }

  private static final String ARCHITECTURE_PRINTED =
      org.entroscope.architecture.Architecture.of(ARCHITECTURE).toString();
}
