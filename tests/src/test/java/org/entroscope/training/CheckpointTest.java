package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.entroscope.model.Weights;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

  /** With buffers of spectral normalisation, thresholds, temperatures and three groups. */
  private static final String ARCHITECTURE = "EReg(SM(t) + SN(QKV+FFN) + ScFuFFN)";

  private static Run uninterrupted;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    uninterrupted = Tiny.experiment(ARCHITECTURE).train();
  }

  private Experiment experiment() {
    return Tiny.experiment(ARCHITECTURE).checkpoints(Checkpoints.in(folder).everySteps(4));
  }

  /** Losses, entropies and weights to the last bit; seconds are another matter. */
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
    assertEquals(Run.Status.FINISHED, second.status());
    assertSame(uninterrupted, second);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 29})
  void anotherProcessGoesOnFromTheCheckpoint(int step) {
    Run first = experiment().callback(new Interruption(step)).train();
    assertEquals(step, first.record().steps());
    first.model().close();
    Run second = experiment().train();
    assertSame(uninterrupted, second);
    assertTrue(second.record().seconds() > first.record().seconds());
  }

  @Test
  void aFinishedTrainingIsNotDoneAgain() {
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
  }

  @Test
  void twoGenerationsAreKept() throws IOException {
    experiment().train();
    assertEquals(List.of("step-000000028", "step-000000030"), generations());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(3, files.count(), "two states and the lock");
    }
  }

  private List<String> generations() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("step-"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checkpoint.json",
        "model.safetensors",
        "optimiser.safetensors",
        "metrics.csv",
        "entropy.csv",
        "entropy-evaluation.csv"
      })
  void aDamagedNewestStateGivesWayToTheOneBefore(String name) throws IOException {
    experiment().callback(new Interruption(14)).train();
    assertEquals(List.of("step-000000012", "step-000000014"), generations());
    Path file = folder.resolve("step-000000014").resolve(name);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 0x11;
    Files.write(file, name.endsWith("csv") ? Arrays.copyOf(content, 9) : content);
    Run[] run = new Run[1];
    String said = errorsOf(() -> run[0] = experiment().train());
    assertSame(uninterrupted, run[0]);
    assertTrue(said.contains("The newest checkpoint is damaged (" + file), said);
    assertTrue(said.contains("going on from step 12"), said);
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
  void whereEveryStateIsDamagedItSaysSo() throws IOException {
    experiment().callback(new Interruption(14)).train();
    for (String state : generations()) {
      Files.delete(folder.resolve(state).resolve("model.safetensors"));
    }
    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> experiment().train());
    assertTrue(
        error
            .getMessage()
            .startsWith(
                "no checkpoint in "
                    + folder
                    + " is whole; remove the folder to train from the start. The newest: "),
        error.getMessage());
  }

  @Test
  void anotherTrainingsCheckpointsAreRefused() {
    experiment().callback(new Interruption(3)).train();
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> experiment().seed(2).train());
    assertEquals(
        "the checkpoints in "
            + folder
            + " are of another training: the seed is 1337 there and 2 here. Choose another folder,"
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
    assertTrue(refusal.join().startsWith("another training writes its checkpoints to " + folder));
  }

  @Test
  void remainsOfAKilledProcessAreSweptAway() throws IOException {
    Path part = Files.createDirectories(folder.resolve(".part-123"));
    Files.writeString(part.resolve("model.safetensors.part"), "half");
    experiment().callback(new Interruption(3)).train();
    try (Stream<Path> files = Files.walk(folder).sorted(Comparator.reverseOrder())) {
      assertTrue(files.noneMatch(file -> file.toString().contains(".part")));
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
