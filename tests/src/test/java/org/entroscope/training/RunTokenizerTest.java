package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.files.Sha256;
import org.entroscope.model.Gpt;
import org.entroscope.model.Intervention;
import org.entroscope.pretrained.Pretrained;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.tokens.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the tokenizer of a run is kept with its model and with trainings that start from it.
 */
class RunTokenizerTest {

  private static final Path FILES = Path.of("src/test/resources");
  private static final Path OLD = FILES.resolve("pretrained/cases/old-tokenizer");

  @TempDir Path folder;

  private static Tokenizer unigram() throws IOException {
    return Tokenizer.huggingFace(FILES.resolve("tokenizers/unigram.json"));
  }

  private static Experiment experiment() {
    return Tiny.experiment("SM").steps(2);
  }

  @Test
  void aRunsModelReadsTextWithItsTokenizer() throws IOException {
    Run run = experiment().tokenizer(unigram()).train();
    assertEquals(60, run.shape().vocabulary());
    assertEquals(unigram(), run.model().tokenizer());
    assertEquals(
        run.model().entropy(unigram().encode("for (int")), run.model().entropy("for (int"));
    Path saved = folder.resolve("run");
    run.save(saved);
    Run loaded = Run.load(saved);
    assertEquals(unigram(), loaded.model().tokenizer());
    assertEquals(run.model().entropy("for (int"), loaded.model().entropy("for (int"));
    assertEquals(
        run.effect(Tiny.corpus(), Intervention.on(0, 1).uniform()).toString(),
        loaded.effect(Tiny.corpus(), Intervention.on(0, 1).uniform()).toString());
  }

  @Test
  void bytesAndGpt2AreKnownByName() throws IOException {
    Run run = experiment().train();
    Path saved = folder.resolve("run");
    run.save(saved);
    assertFalse(Files.exists(saved.resolve("tokenizer.json")));
    assertEquals(Tokenizer.bytes(), Run.load(saved).model().tokenizer());
  }

  /**
   * Simulates a run of an earlier version. A vocabulary of 256 tokens does not mean bytes if the
   * record names another tokenizer.
   */
  @Test
  void aRunWhoseTokenizerIsNotThereReadsNoText() throws IOException {
    Path saved = folder.resolve("run");
    experiment().train().save(saved);
    Path file = saved.resolve("run.json");
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    ((ObjectNode) json.at("/run/spec")).put("tokenizer", "hf-0123456789abcdef");
    Files.writeString(file, json.toString());
    Files.writeString(saved.resolve("run.json.sha256"), Sha256.of(file) + "  run.json\n");
    Run loaded = Run.load(saved);
    assertFalse(loaded.model().readsText());
    assertThrows(IllegalStateException.class, () -> loaded.model().entropy("text"));
    assertThrows(
        IllegalStateException.class,
        () -> loaded.effect(Tiny.corpus(), Intervention.on(0, 1).uniform()));
  }

  @Test
  void aChangedTokenizerOfARunIsDamage() throws IOException {
    Path saved = folder.resolve("run");
    experiment().tokenizer(unigram()).train().save(saved);
    Files.write(saved.resolve("tokenizer.json"), Tokenizer.bytes().toJson().orElseThrow());
    String said = assertThrows(IOException.class, () -> Run.load(saved)).getMessage();
    assertTrue(said.contains("tokenizer.json is damaged: its SHA-256"), said);
  }

  @Test
  void fineTuningKeepsTheTokenizer() {
    Pretrained p = Pretrained.of(OLD);
    Experiment told =
        Experiment.of(p.model().architecture()).on(Tiny.corpus()).quietly().plan(plan());
    Run fromModel = told.from(p.model()).train();
    Run fromPretrained = told.from(p).train();
    Run givenTwice = told.from(p.model()).tokenizer(p.tokenizer()).train();
    Run fromRun = told.from(fromModel).train();
    for (Run run : new Run[] {fromModel, fromPretrained, givenTwice, fromRun}) {
      assertEquals(p.tokenizer(), run.model().tokenizer());
      assertEquals(p.tokenizer().name(), run.record().spec().tokenizer());
    }
    assertEquals(fromModel.evaluationLoss(), fromPretrained.evaluationLoss());
    assertEquals(fromModel.evaluationLoss(), givenTwice.evaluationLoss());
  }

  private static TrainingPlan plan() {
    return Tiny.PLAN.withSteps(2);
  }

  @Test
  void anotherTokenizerThanTheModelsIsRefusedUnlessTheModelIsTold() {
    Pretrained p = Pretrained.of(OLD);
    Experiment told =
        Experiment.of(p.model().architecture()).on(Tiny.corpus()).quietly().plan(plan());
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> told.from(p).tokenizer(Tokenizer.bytes()).train())
            .getMessage();
    assertTrue(said.contains("was trained with the tokenizer " + p.tokenizer().name()), said);
    assertThrows(
        IllegalArgumentException.class,
        () -> told.from(p).on(Tiny.corpus().tokenize(Tokenizer.bytes())).train());
    p.model().tokenizer(Tokenizer.bytes());
    assertEquals("bytes", told.from(p).train().record().spec().tokenizer());
  }

  @Test
  void aModelWithoutATokenizerNeedsOneToGoOn() {
    Gpt gpt = Gpt.empty(Architecture.of("SM"), new ModelShape(1, 1, 4, 16, 256), null);
    Experiment told = Experiment.of("SM").on(Tiny.corpus()).quietly().plan(plan()).from(gpt);
    String said = assertThrows(IllegalArgumentException.class, told::train).getMessage();
    assertEquals(
        "the tokenizer of the model to start from is not known; choose it with tokenizer(...)",
        said);
    Run run = told.tokenizer(Tokenizer.bytes()).train();
    assertEquals(Tokenizer.bytes(), run.model().tokenizer());
    assertArrayEquals(new int[] {104, 105}, run.model().generate("hi", 1).prompt());
  }

  @Test
  void aTokenizerLargerThanTheModelIsRefused() throws IOException {
    Gpt gpt = Gpt.empty(Architecture.of("SM"), new ModelShape(1, 1, 4, 16, 59), null);
    Experiment told =
        Experiment.of("SM").on(Tiny.corpus()).quietly().from(gpt).tokenizer(unigram());
    String said = assertThrows(IllegalArgumentException.class, told::train).getMessage();
    assertTrue(said.contains("has 60 tokens, but the model has embeddings for 59"), said);
  }

  @Test
  void anExportedRunReadsTheSameText() throws IOException {
    Run run = experiment().tokenizer(unigram()).train();
    Pretrained.export(run.model(), folder);
    assertEquals(
        run.model().entropy("for (int i"), Pretrained.of(folder).model().entropy("for (int i"));
  }
}
