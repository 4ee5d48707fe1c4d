package org.entroscope.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.entroscope.corpus.Corpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests tokenizers that are read from files. */
class HuggingFaceTextTest {

  static final Path RESOURCES = Path.of("src/test/resources/tokenizers");

  private static final String EMOJI = "\uD83D\uDE00";
  private static final String LONE = "ok " + EMOJI + " bad \uD83D end " + EMOJI;
  private static final String MENDED = LONE.replace(" \uD83D ", " \uFFFD ");

  @TempDir Path folder;

  /** The size 60 is the result of Python's get_vocab_size(). */
  @Test
  void unigramHasTheSizeOfItsList() throws IOException {
    Tokenizer t = Tokenizer.huggingFace(RESOURCES.resolve("unigram.json"));
    assertEquals(60, t.vocabularySize());
    assertEquals("for (int i", t.decode(t.encode("for (int i")));
    assertTrue(Arrays.stream(t.encode("for (int i")).allMatch(id -> id < 60));
  }

  /** The sizes are results of Python's get_vocab_size() and include the added tokens. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4 | {'type':'WordLevel','vocab':{'[UNK]':0,'a':1,'b':2,'c':3},'unk_token':'[UNK]'} | []",
        "5 | {'type':'WordPiece','unk_token':'[UNK]','continuing_subword_prefix':'##',"
            + "'max_input_chars_per_word':100,'vocab':{'[UNK]':0,'a':1,'##b':2,'##c':3,'b':4}}"
            + "| [{'id':0,'content':'[UNK]'}]",
        "6 | {'type':'BPE','unk_token':'<unk>','byte_fallback':true,'vocab':{'<unk>':0,'<0x61>':1,"
            + "'b':2,'c':3,'bc':4},'merges':['b c']} | [{'id':5,'content':'<pad>'}]",
        "4 | {'type':'BPE','vocab':{'a':0,'b':1,'ab':2},'merges':[['a','b']]}"
            + "| [{'id':1,'content':'b'},{'id':3,'content':'<x>'}]"
      })
  void everyKindOfModelHasItsSize(int size, String model, String added) throws IOException {
    Tokenizer t = Tokenizer.huggingFace(write(model, added));
    assertEquals(size, t.vocabularySize());
    for (int token : t.encode("a b abc")) {
      assertTrue(token < size);
    }
  }

  private Path write(String model, String added) throws IOException {
    String tokens =
        added.replace(
            "}",
            ",'single_word':false,'lstrip':false,'rstrip':false,'normalized':false,'special':true}");
    String json =
        ("{'version':'1.0','truncation':null,'padding':null,'added_tokens':" + tokens)
            + ",'normalizer':null,'pre_tokenizer':{'type':'Whitespace'},'post_processor':null,"
            + "'decoder':null,'model':"
            + model
            + "}";
    return Files.writeString(folder.resolve("tokenizer.json"), json.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'id':7,'content':'x'}] | the added token \"x\" has the id 7, but its position in the"
            + " file gives 2",
        "[{'id':2147483647,'content':'a'}] | the id of \"a\" is 2147483647; ids are below 67108864",
        "[{'id':2147483648,'content':'a'}] | the id of \"a\" is \"2147483648\", not a whole number",
        "[{'id':-1,'content':'a'}] | the id of \"a\" is \"-1\", not a whole number",
        "[{'id':1,'content':'a'}] | the added token \"a\" has the id 1, but its position in the"
            + " file gives 0",
        "[{'id':0}] | an added token has no content"
      })
  void idsThatTheLibraryWouldNotGiveAreRefused(String added, String words) throws IOException {
    Path file = write("{'type':'WordLevel','vocab':{'a':0,'b':1},'unk_token':'a'}", added);
    String said = assertThrows(IOException.class, () -> Tokenizer.huggingFace(file)).getMessage();
    assertTrue(said.startsWith(file + " is not read as a tokenizer: " + words), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'WordLevel','vocab':{'a':0,'b':0},'unk_token':'a'} | two tokens have the id 0",
        "{'type':'WordLevel','vocab':{},'unk_token':'a'} | it has no vocabulary",
        "{'type':'Unigram','vocab':[['a']]} | the vocabulary's entry 0 is not a piece",
        "7 | it has no model with a vocabulary"
      })
  void vocabulariesThatAreNoneAreRefused(String model, String words) throws IOException {
    Path file = write(model, "[]");
    String said = assertThrows(IOException.class, () -> Tokenizer.huggingFace(file)).getMessage();
    assertTrue(said.startsWith(file + " is not read as a tokenizer: " + words), said);
  }

  @Test
  void anUnpairedSurrogateCostsOneReplacementCharacter() throws IOException {
    Tokenizer file = Tokenizer.huggingFace(RESOURCES.resolve("byte-pairs.json"));
    for (Tokenizer t : new Tokenizer[] {file, Tokenizer.bytes(), Tokenizer.gpt2()}) {
      assertArrayEquals(t.encode(MENDED), t.encode(LONE), t.name());
      assertEquals(MENDED, t.decode(t.encode(LONE)), t.name());
      String ends = "\uDE00" + EMOJI + "\uD83D";
      assertEquals("\uFFFD" + EMOJI + "\uFFFD", t.decode(t.encode(ends)), t.name());
    }
    assertEquals(15, file.encode(LONE).length);
  }

  @Test
  void anUnpairedSurrogateInACorpusCostsNoMore() throws IOException {
    Corpus corpus = Corpus.table("text", RESOURCES.resolve("lone.jsonl"));
    Tokenizer file = Tokenizer.huggingFace(RESOURCES.resolve("byte-pairs.json"));
    String row = "a row of plain text";
    for (Tokenizer t : new Tokenizer[] {file, Tokenizer.bytes(), Tokenizer.gpt2()}) {
      long expected = t.encode(row).length + t.encode(MENDED).length;
      assertEquals(expected, corpus.tokenize(t).tokens(), t.name());
    }
  }

  /** The files that are written into a model folder are read back as the original tokenizers. */
  @Test
  void everyTokenizerIsReadBackFromItsFile() throws IOException {
    Tokenizer read = Tokenizer.huggingFace(RESOURCES.resolve("byte-pairs.json"));
    for (Tokenizer t : new Tokenizer[] {read, Tokenizer.bytes(), Tokenizer.gpt2()}) {
      Path file = folder.resolve(t.name());
      Files.write(file, t.toJson().orElseThrow());
      assertEquals(t, Tokenizer.huggingFace(file));
    }
  }

  /**
   * The files that we write for our own tokenizers have the same meaning in Hugging Face's library.
   */
  @Test
  void theFilesOfOurOwnTokenizersMeanTheSameToOthers() throws IOException {
    String text =
        Files.readString(Path.of("src/test/java/org/entroscope/tokens/HuggingFaceTextTest.java"))
            + "na\u00efve \u5317\u4eac e\u0301 \u0000 \r\n\t    x  it's 1,234 "
            + EMOJI;
    for (Tokenizer t : new Tokenizer[] {Tokenizer.bytes(), Tokenizer.gpt2()}) {
      Path file = folder.resolve(t.name());
      String json = new String(t.toJson().orElseThrow(), StandardCharsets.UTF_8);
      Files.writeString(file, json + "\n"); // the file differs, so that it is not recognised
      Tokenizer theirs = Tokenizer.huggingFace(file);
      assertTrue(theirs.name().startsWith("hf-"), theirs.name());
      assertArrayEquals(t.encode(text), theirs.encode(text), t.name());
      assertEquals(text, theirs.decode(theirs.encode(text)));
      assertEquals(t.vocabularySize(), theirs.vocabularySize());
    }
  }
}
