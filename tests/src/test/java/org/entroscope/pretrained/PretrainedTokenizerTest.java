package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.model.Gpt;
import org.entroscope.model.Hook;
import org.entroscope.model.Sampling;
import org.entroscope.tokens.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a model is read with its own tokenizer and keeps it, or is refused. */
class PretrainedTokenizerTest {

  private static final Path CASES = PretrainedTest.RESOURCES.resolve("cases");
  private static final Path OTHER_256 = CASES.resolve("other-256");
  private static final Path OLD = CASES.resolve("old-tokenizer");
  private static final String TEXT = "int a = b;";

  @TempDir Path folder;

  private Path copy(Path from) throws IOException {
    Path copy = Files.createTempDirectory(folder, "model");
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  @Test
  void textIsReadWithTheModelsOwnTokenizerThoughItsVocabularyHas256Tokens() {
    Pretrained p = Pretrained.of(OTHER_256);
    int[] ids = p.tokenizer().encode(TEXT);
    assertFalse(java.util.Arrays.equals(Tokenizer.bytes().encode(TEXT), ids));
    assertEquals(p.model().entropy(ids), p.model().entropy(TEXT));
    assertArrayEquals(p.model().attention(ids, 0, 0), p.model().attention(TEXT, 0, 0));
    assertArrayEquals(
        p.model().runWithCache(ids, "logits").values("logits"),
        p.model().runWithCache(TEXT, "logits").values("logits"));
    assertArrayEquals(
        p.model().generate(ids, 3, Sampling.greedy(), Hook.NONE).tokens(),
        p.model().generate(TEXT, 3).tokens());
    assertEquals(TEXT, p.model().generate(TEXT, 3).promptText());
    assertEquals(1.360, p.model().entropy(TEXT).at(0, 0), 5e-4, "as found with token ids");
  }

  @Test
  void theOlderFilesOfATokenizerAreRead() {
    Pretrained p = Pretrained.of(OLD);
    assertEquals(300, p.tokenizer().vocabularySize());
    assertEquals(TEXT, p.tokenizer().decode(p.tokenizer().encode(TEXT)));
    assertArrayEquals(
        Pretrained.of(OLD, p.tokenizer()).model().runWithCache(TEXT, "logits").values("logits"),
        p.model().runWithCache(p.tokenizer().encode(TEXT), "logits").values("logits"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tokenizer.model", "spiece.model", "vocab.txt", "vocab.json", "merges.txt"})
  void aTokenizerThatCannotBeReadIsARefusal(String name) throws IOException {
    Path model = copy(CASES.resolve("gelu-fast"));
    Files.writeString(model.resolve(name), "{}");
    String said = HostileFolders.refusal(() -> Pretrained.of(model));
    assertTrue(
        said.startsWith(model + " has a tokenizer that cannot be read (" + name + ")"), said);
    assertTrue(said.length() < 500, said);
    Gpt asked = Pretrained.of(model, smaller()).model();
    assertEquals(smaller(), asked.tokenizer(), "given by its user");
  }

  /** Returns a tokenizer with 12 tokens. */
  private Tokenizer smaller() {
    try {
      String json =
          "{'version':'1.0','truncation':null,'padding':null,'added_tokens':[],'normalizer':null,"
              + "'pre_tokenizer':null,'post_processor':null,'decoder':{'type':'Fuse'},'model':"
              + "{'type':'BPE','vocab':{'a':0,'b':1,'c':2,'d':3,'e':4,'f':5,'g':6,'h':7,'i':8,"
              + "'j':9,'k':10,'l':11},'merges':[]}}";
      Path file = Files.writeString(folder.resolve("smaller.json"), json.replace('\'', '"'));
      return Tokenizer.huggingFace(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTokenizerWithoutFilesIsRefusedByItsName() throws IOException {
    Path model = copy(CASES.resolve("gelu-fast"));
    Files.writeString(
        model.resolve("tokenizer_config.json"), "{\"tokenizer_class\": \"ByT5Tokenizer\"}");
    String said = HostileFolders.refusal(() -> Pretrained.of(model));
    assertTrue(said.contains("(tokenizer_config.json for ByT5Tokenizer)"), said);
  }

  @Test
  void aDamagedTokenizerIsARefusalAndNotAnotherTokenizer() throws IOException {
    Path model = copy(OTHER_256);
    byte[] whole = Files.readAllBytes(model.resolve("tokenizer.json"));
    Files.write(model.resolve("tokenizer.json"), java.util.Arrays.copyOf(whole, 1000));
    String said = HostileFolders.refusal(() -> Pretrained.of(model));
    assertTrue(said.startsWith(model.resolve("tokenizer.json") + " is not read"), said);
  }

  @Test
  void settingsThatContradictTheTokenizerAreRefused() throws IOException {
    Path model = copy(OTHER_256);
    Path settings = model.resolve("tokenizer_config.json");
    Files.writeString(settings, "{\"add_prefix_space\": false}");
    Pretrained.of(model);
    Files.writeString(settings, "{\"add_prefix_space\": true}");
    String said = HostileFolders.refusal(() -> Pretrained.of(model));
    assertTrue(said.contains("add_prefix_space: true, but tokenizer.json says the opposite"), said);
  }

  /**
   * The size of the vocabulary does not identify the tokenizer: GPT-2 models of other languages
   * have 50,257 tokens, too.
   */
  @ParameterizedTest
  @CsvSource({"256", "50257", "300"})
  void aFolderWithoutATokenizerGivesAModelThatReadsIdsAlone(int vocabulary) {
    Gpt gpt =
        Gpt.empty(
            Architecture.of("SM + LN + Gtanh + bias(all)"),
            new ModelShape(1, 1, 4, 8, vocabulary),
            null);
    Pretrained.export(gpt, folder);
    Pretrained read = Pretrained.of(folder);
    assertFalse(read.model().readsText());
    assertTrue(read.toString().endsWith(", no tokenizer: accepts token ids only"));
    assertEquals(2, read.model().entropy(1, 2).context());
    for (Runnable asked :
        new Runnable[] {
          () -> read.model().entropy(TEXT),
          () -> read.model().generate(TEXT, 1),
          () -> read.entropy(org.entroscope.corpus.Corpus.of(TEXT.repeat(100))),
          read::tokenizer
        }) {
      String said = assertThrows(IllegalStateException.class, asked::run).getMessage();
      assertTrue(said.contains("this model's tokenizer is not known"), said);
    }
  }

  @Test
  void aTokenizerLargerThanTheModelIsRefusedWhereTheTwoAreJoined() throws IOException {
    Path model = copy(OTHER_256);
    Files.copy(
        Path.of("src/test/resources/tokenizers/byte-pairs.json"),
        model.resolve("tokenizer.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    String said = HostileFolders.refusal(() -> Pretrained.of(model));
    assertTrue(said.startsWith(model + ": the tokenizer hf-"), said);
    assertTrue(said.contains("has 355 tokens, but the model has embeddings for 256: they"), said);
    Gpt small = Pretrained.of(CASES.resolve("gelu-fast")).model();
    assertThrows(IllegalArgumentException.class, () -> new Pretrained(small, Tokenizer.bytes()));
    assertThrows(IllegalArgumentException.class, () -> small.tokenizer(Tokenizer.gpt2()));
    assertFalse(small.readsText());
  }

  @Test
  void aSmallerTokenizerIsAllowedAndSaid() {
    Pretrained p = Pretrained.of(CASES.resolve("gelu-fast"), smaller());
    String said = p.toString();
    assertTrue(said.endsWith(" (12 of the model's 16 ids stand for text)"), said);
  }

  /** After writing and reading, the tokenizer and the entropies of a text are the same. */
  @ParameterizedTest
  @ValueSource(strings = {"SM + LN + Gtanh", "SM + LN + G + RoPE(0.5) + Parallel + untied", "SM"})
  void exportWritesTheTokenizer(String architecture) throws IOException {
    for (Tokenizer t :
        new Tokenizer[] {
          Tokenizer.bytes(), Tokenizer.gpt2(), Pretrained.of(OLD).tokenizer(), smaller()
        }) {
      Path to = folder.resolve(t.name());
      ModelShape shape = new ModelShape(1, 1, 8, 16, t.vocabularySize() + 3);
      try (Gpt gpt = Gpt.create(Architecture.of(architecture), shape, 1)) {
        gpt.tokenizer(t);
        Pretrained.export(gpt, to);
        Pretrained read = Pretrained.of(to);
        assertEquals(t, read.tokenizer());
        assertEquals(gpt.entropy("abcdabcefga"), read.model().entropy("abcdabcefga"));
        Pretrained.export(gpt, to);
        assertEquals(t, Pretrained.of(to).tokenizer(), "over an export of before");
        read.model().close();
      }
    }
  }

  @Test
  void exportLeavesNoTokenizerOfAnotherModel() throws IOException {
    Gpt gpt =
        Gpt.empty(
            Architecture.of("SM + LN + Gtanh + bias(all)"), new ModelShape(1, 1, 4, 8, 256), null);
    for (String name : new String[] {"tokenizer.json", "vocab.json", "spiece.model"}) {
      Path to = Files.createDirectory(folder.resolve(name + "-folder"));
      Files.writeString(to.resolve(name), "{}");
      String said = HostileFolders.refusal(() -> Pretrained.export(gpt, to));
      assertTrue(said.contains("holds the tokenizer of another model (" + name + ")"), said);
      assertFalse(Files.exists(to.resolve("model.safetensors")));
    }
  }

  /** Checks the files that AutoTokenizer of Transformers needs. */
  @Test
  void transformersFindsTheTokenizer() throws IOException {
    Pretrained.export(Pretrained.of(OLD).model(), folder);
    ObjectMapper json = new ObjectMapper();
    JsonNode settings = json.readTree(folder.resolve("tokenizer_config.json").toFile());
    assertEquals("PreTrainedTokenizerFast", settings.path("tokenizer_class").asText());
    JsonNode tokenizer = json.readTree(folder.resolve("tokenizer.json").toFile());
    assertEquals("BPE", tokenizer.path("model").path("type").asText());
    assertEquals(300, tokenizer.path("model").path("vocab").size());
  }

  @Test
  void modelsWithDifferentTokenizersGiveDifferentAnswers() {
    Pretrained own = Pretrained.of(OTHER_256);
    Pretrained bytes = Pretrained.of(OTHER_256, Tokenizer.bytes());
    assertNotEquals(own.model().entropy(TEXT), bytes.model().entropy(TEXT));
    assertEquals(1.406, bytes.model().entropy(TEXT).at(0, 0), 5e-4, "what was given by mistake");
  }
}
