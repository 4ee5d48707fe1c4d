package org.entroscope.training;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.entroscope.model.Weights;
import org.entroscope.runs.RunStatus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

  /** With buffers of spectral normalisation, thresholds, temperatures and three groups. */
  private static final String ARCHITECTURE = "EReg(SM(t) + SN(QKV+FFN) + ScFuFFN)";

  private static Run uninterrupted;

  /** Whole states after 12 and 14 steps. */
  @TempDir static Path interrupted;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    uninterrupted = Tiny.experiment(ARCHITECTURE).train();
    experiment(interrupted).callback(new Interruption(14)).train().model().close();
  }

  private static Experiment experiment(Path folder) {
    return Tiny.experiment(ARCHITECTURE).checkpoints(Checkpoints.in(folder).everySteps(4));
  }

  private Experiment experiment() {
    return experiment(folder);
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
    assertEquals(RunStatus.FINISHED, second.status());
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
    String manifest = "checkpoint.json";
    String seal = "checkpoint.json.sha256";
    List<String> names =
        List.of(
            manifest,
            seal,
            "model.safetensors",
            "optimiser.safetensors",
            "metrics.csv",
            "heads.csv",
            "heads-evaluation.csv");
    Map<String, Damage> damages = new LinkedHashMap<>();
    for (String name : names) {
      damages.put(name + " is missing", state -> Files.delete(state.resolve(name)));
      damages.put(name + " is empty", shortened(name, 0));
      damages.put(name + " is cut", shortened(name, 0.7));
      damages.put("the first byte of " + name, byteChanged(name, 0));
      damages.put("a byte in the middle of " + name, byteChanged(name, 0.5));
      damages.put("the last byte of " + name, byteChanged(name, 1));
    }
    for (String step : List.of("15", "29", "1000", "0", "-5", "null", "\"14\"")) {
      damages.put("step " + step, edited(manifest, "\"step\" : 14", "\"step\" : " + step));
    }
    for (String part : List.of("training", "position", "files")) {
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
          Path older = state.resolveSibling("step-000000012");
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
          RunFolder.delete(state);
          Files.writeString(state, "");
        });
    return damages.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void aDamagedNewestStateGivesWayToTheOneBefore(String what, Damage damage) throws IOException {
    DiskSnapshots.copy(interrupted, folder.resolve("copy"));
    Path state = folder.resolve("copy/step-000000014");
    damage.to(state);
    Run[] run = new Run[1];
    String said = errorsOf(() -> run[0] = experiment(folder.resolve("copy")).train());
    assertSame(uninterrupted, run[0]);
    assertTrue(said.startsWith("The newest checkpoint is damaged ("), said);
    assertTrue(said.contains(state.toString()), said);
    assertTrue(said.endsWith("going on from step 12" + System.lineSeparator()), said);
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
        "checkpoints cannot be written to %s (%s: a file of that name is in the way); choose another folder"
            .formatted(file, file),
        assertThrows(UncheckedIOException.class, () -> experiment(file).train()).getMessage());
    Path below = file.resolve("below");
    assertEquals(
        "checkpoints cannot be written to %s (%s: Not a directory); choose another folder"
            .formatted(below, below),
        assertThrows(UncheckedIOException.class, () -> experiment(below).train()).getMessage());
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
