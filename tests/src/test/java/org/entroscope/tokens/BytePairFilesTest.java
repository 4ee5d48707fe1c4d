package org.entroscope.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code vocab.json} and {@code merges.txt}. */
class BytePairFilesTest {

  private static final Path CASE = Path.of("src/test/resources/pretrained/cases/old-tokenizer");

  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException {
    for (String name : List.of("vocab.json", "merges.txt")) {
      Files.copy(CASE.resolve(name), folder.resolve(name));
    }
  }

  private Tokenizer read() throws IOException {
    return Tokenizer.bytePairs(folder.resolve("vocab.json"), folder.resolve("merges.txt"));
  }

  private String refusal() {
    return assertThrows(IOException.class, this::read).getMessage();
  }

  /**
   * Applies the merges of the file by hand. The first merge is "i c", and "\u0120 i" comes later.
   */
  @Test
  void theIdsAreThoseOfTheFiles() throws IOException {
    Tokenizer t = read();
    ObjectNode vocab = vocabulary();
    assertEquals(300, t.vocabularySize());
    int[] expected = {vocab.get("\u0120").intValue(), vocab.get("ic").intValue()};
    assertArrayEquals(expected, t.encode(" ic"));
    assertArrayEquals(new int[] {vocab.get("\u0120i").intValue()}, t.encode(" i"));
    assertArrayEquals(new int[] {0}, t.encode("<|endoftext|>"), "as in Transformers");
  }

  private ObjectNode vocabulary() throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(folder.resolve("vocab.json").toFile());
  }

  @Test
  void gpt2sOwnFilesGiveGpt2sIds() throws IOException {
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Tokenizer.gpt2().toJson().get());
    Files.writeString(folder.resolve("vocab.json"), json.path("model").path("vocab").toString());
    List<String> merges = new ArrayList<>(List.of("#version: 0.2"));
    json.path("model")
        .path("merges")
        .forEach(m -> merges.add(m.get(0).asText() + " " + m.get(1).asText()));
    Files.write(folder.resolve("merges.txt"), merges);
    assertEquals(50_001, merges.size());
    String text = Files.readString(CASE.resolve("vocab.json")) + "it's naïve \uD83D\uDE00 1234";
    assertArrayEquals(Tokenizer.gpt2().encode(text), read().encode(text));
  }

  @Test
  void everyTextComesBack() throws IOException {
    String text = "int a = b; \u00e9\u00e9 \u5317 \uD83D\uDE00\n\t\u0000";
    assertEquals(text, read().decode(read().encode(text)));
  }

  @Test
  void addedTokensAreRead() throws IOException {
    Files.writeString(folder.resolve("added_tokens.json"), "{\"<b>\": 301, \"<a>\": 300}");
    assertEquals(302, read().vocabularySize());
    assertArrayEquals(new int[] {301, 300}, read().encode("<b><a>"));
  }

  @Test
  void aSpaceIsPutBeforeTheTextIfTheSettingsSaySo() throws IOException {
    int[] plain = read().encode(" int");
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"add_prefix_space\": true}");
    assertArrayEquals(plain, read().encode("int"));
  }

  @Test
  void anotherClassOfTokenizerIsRefused() throws IOException {
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"tokenizer_class\": \"CTRLTokenizer\"}");
    assertTrue(refusal().contains("of the class CTRLTokenizer are not read"), this::refusal);
  }

  @Test
  void aVocabularyThatIsNotByteLevelIsRefused() throws IOException {
    ObjectNode vocab = vocabulary();
    vocab.remove("\u0120");
    Files.writeString(folder.resolve("vocab.json"), vocab.toString());
    assertTrue(refusal().endsWith("it has no token for the byte 32"), this::refusal);
  }

  @Test
  void mergesOfAnotherVocabularyAreRefused() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("merges.txt")));
    for (String wrong : List.of("x", "i", "in t h", "zq q", "")) {
      lines.set(2, wrong);
      Files.write(folder.resolve("merges.txt"), lines);
      assertTrue(refusal().contains("merges.txt: line 3 is not two tokens"), this::refusal);
    }
  }

  @Test
  void whatIsNotJsonIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve("vocab.json"));
    Files.write(folder.resolve("vocab.json"), Arrays.copyOf(whole, whole.length / 2));
    assertTrue(refusal().contains("vocab.json: it is not whole JSON"), this::refusal);
    Files.writeString(folder.resolve("vocab.json"), "{\"a\": \"b\"}");
    assertTrue(refusal().endsWith("the id of \"a\" must be a whole number"), this::refusal);
  }
}
