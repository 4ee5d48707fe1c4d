package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.Sha256;
import org.entroscope.model.Weights;
import org.entroscope.runs.RunSummary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFolderTest {

  private static Run run;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    run = Tiny.experiment("EReg(SM(t) + SN(FFN) + ScFuFFN)").train();
  }

  @Test
  void whatWasSavedIsLoaded() throws IOException {
    run.save(folder.resolve("run"));
    Run loaded = Run.load(folder.resolve("run"));
    assertEquals(run.record(), loaded.record());
    assertEquals(run.history(), loaded.history());
    assertEquals(run.entropy(), loaded.entropy());
    for (String column : List.of("learningRate", "loss", "penalty", "gradientNorm", "seconds")) {
      assertArrayEquals(
          run.metrics().doubleColumn(column).asDoubleArray(),
          loaded.metrics().doubleColumn(column).asDoubleArray(),
          column);
    }
    assertEquals(run.metrics().printAll(), loaded.metrics().setName("metrics").printAll());
    Weights.of(run.model())
        .forEach((name, value) -> assertArrayEquals(value, Weights.of(loaded.model()).get(name)));
  }

  @Test
  void savingAgainReplacesAndLeavesNothingBehind() throws IOException {
    run.save(folder.resolve("run"));
    run.save(folder.resolve("run"));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("run")), files.toList());
    }
  }

  @Test
  void aFolderThatIsNoRunIsLeftAlone() throws IOException {
    Path other = Files.writeString(folder.resolve("notes"), "mine");
    IOException refusal = assertThrows(IOException.class, () -> run.save(other));
    assertEquals(
        other + " exists and is not a run; choose another folder, or remove that one",
        refusal.getMessage());
    assertEquals("mine", Files.readString(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run.json", "metrics.csv", "heads.csv", "heads-final.csv", "model.safetensors"})
  void aDamagedFileIsNamed(String name) throws IOException {
    Path saved = folder.resolve("run");
    run.save(saved);
    Path file = saved.resolve(name);
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length / 2 + 1));
    IOException error = assertThrows(IOException.class, () -> Run.load(saved));
    assertTrue(error.getMessage().startsWith(file + " is damaged: "), error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"run.json", "metrics.csv", "heads-final.csv", "model.safetensors"})
  void aMissingFileIsNamed(String name) throws IOException {
    Path saved = folder.resolve("run");
    run.save(saved);
    Files.delete(saved.resolve(name));
    IOException error = assertThrows(IOException.class, () -> Run.load(saved));
    assertEquals(saved.resolve(name) + ": a run folder needs this file", error.getMessage());
  }

  @Test
  void aCompactRunHasTheSameTablesCompressed() throws IOException {
    Path compact = folder.resolve("compact");
    AtomicFile.writeFolder(compact, run.summary()::writeCompact);
    RunSummary kept = RunSummary.load(compact);
    assertEquals(run.history(), kept.history());
    assertEquals(run.metrics().rowCount(), kept.metrics().rowCount());
    for (String name : List.of("metrics.csv.gz", "heads.csv.gz")) {
      Path file = compact.resolve(name);
      byte[] content = Files.readAllBytes(file);
      try (var csv = new GZIPInputStream(Files.newInputStream(file))) {
        String header = new String(csv.readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(header.startsWith("step,"), header);
      }
      Files.write(file, Arrays.copyOf(content, content.length - 9));
      IOException error = assertThrows(IOException.class, () -> RunSummary.load(compact));
      assertTrue(error.getMessage().startsWith(file + " is damaged: "), error.getMessage());
      Files.write(file, content);
    }
  }

  /** The weights would compute something else, but the recorded numbers are still valid. */
  @Test
  void aModelOfAnotherComponentsVersionIsRefused() throws IOException {
    Path saved = folder.resolve("run");
    run.save(saved);
    Path file = saved.resolve("run.json");
    String older =
        Files.readString(file)
            .replace("\"schema\" : 1", "\"schema\" : 1, \"versions\" : {\"SM\" : 7}");
    Files.writeString(file, older);
    Files.writeString(saved.resolve("run.json.sha256"), Sha256.of(file) + "  run.json\n");
    IOException refusal = assertThrows(IOException.class, () -> Run.load(saved));
    assertEquals(
        saved
            + ": SM had version 7 when this run was described, but has version 1 here, which"
            + " computes something else",
        refusal.getMessage());
    assertEquals(run.history(), RunSummary.load(saved).history());
  }
}
