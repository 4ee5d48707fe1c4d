package org.entroscope.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.entroscope.hub.RandomBytes;
import org.entroscope.tokens.TokenizedCorpus;
import org.entroscope.tokens.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {

  private static final List<String> TEXTS = texts();

  @TempDir Path folder;

  private static List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      texts.add("class A" + i + " {\n  String s = \"\\u00fc\ud83d\ude00\" + " + i * i + ";\n}\n");
    }
    return texts;
  }

  static Path json(Path file, List<String> texts) throws IOException {
    var json = new com.fasterxml.jackson.databind.ObjectMapper();
    OutputStream raw = Files.newOutputStream(file);
    try (OutputStream out = file.toString().endsWith("gz") ? new GZIPOutputStream(raw) : raw) {
      for (String text : texts) {
        var row = json.createObjectNode().put("repo_name", "a/b").put("size", text.length());
        row.putObject("more").putArray("content").add("not this one");
        out.write((row.put("content", text) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  private Path parquet(String name, CompressionCodecName codec) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message row { required int64 id; optional binary content (UTF8);"
                + " optional binary path (UTF8); }");
    Path file = folder.resolve(name);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withCompressionCodec(codec)
            .withRowGroupSize(8192L)
            .withPageSize(1024)
            .build()) {
      SimpleGroupFactory rows = new SimpleGroupFactory(schema);
      for (int i = 0; i < TEXTS.size(); i++) {
        writer.write(rows.newGroup().append("id", (long) i).append("content", TEXTS.get(i)));
        if (i == 7) {
          writer.write(rows.newGroup().append("id", -1L)); // a row without a text
        }
      }
    }
    return file;
  }

  private static List<String> read(Corpus corpus) {
    try (Stream<Document> documents = corpus.documents()) {
      return documents.map(Document::text).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.json", "a.jsonl", "a.json.gz", "a.jsonl.gz"})
  void linesOfJsonAreDocuments(String name) throws IOException {
    Corpus corpus = Corpus.table("content", json(folder.resolve(name), TEXTS));
    assertEquals(TEXTS, read(corpus));
    assertEquals(TEXTS.size(), corpus.files());
    assertEquals(name + "!/1", corpus.documents().findFirst().orElseThrow().name());
  }

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
  void rowsOfParquetAreDocuments(CompressionCodecName codec) throws IOException {
    assertEquals(TEXTS, read(Corpus.table("content", parquet("a.parquet", codec))));
  }

  @Test
  void bothAreSplitByRows() throws IOException {
    Corpus corpus = Corpus.table("content", json(folder.resolve("a.json.gz"), TEXTS));
    TokenizedCorpus tokens = corpus.tokenize(Tokenizer.bytes(), folder);
    int held = tokens.evaluation().documents();
    assertTrue(held > 5 && held < 60, held + " of 500 rows are held out");
    assertEquals(TEXTS.size(), tokens.whole().documents());
    assertEquals(tokens.tokens(), tokens.whole().tokens());
  }

  @Test
  void aServersFilesAreReadByRanges() throws IOException {
    json(folder.resolve("a.json.gz"), TEXTS);
    parquet("b.parquet", CompressionCodecName.SNAPPY);
    try (RangeServer server = new RangeServer(folder)) {
      assertEquals(TEXTS, read(Corpus.table("content", server.address("a.json.gz"))));
      assertEquals(TEXTS, read(Corpus.table("content", server.address("b.parquet"))));
      assertTrue(server.ranges.stream().allMatch(range -> range.startsWith("bytes=")));
    }
  }

  /** Returns texts that do not compress and are long enough for several blocks. */
  private List<String> longTexts() {
    Random random = new Random(3);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      StringBuilder text = new StringBuilder();
      for (int c = 0; c < 900_000; c++) {
        text.append((char) (32 + random.nextInt(90)));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  @Test
  void aConnectionThatBreaksIsMadeAgain() throws IOException {
    List<String> texts = longTexts();
    json(folder.resolve("long.json"), texts);
    try (RangeServer server = new RangeServer(folder)) {
      server.breakEvery = 2;
      assertEquals(texts, read(Corpus.table("content", server.address("long.json"))));
      assertTrue(server.ranges.size() > 3, server.ranges::toString);
    }
  }

  @Test
  void aFileThatChangesIsRefused() throws IOException {
    json(folder.resolve("long.json"), longTexts());
    try (RangeServer server = new RangeServer(folder);
        RandomBytes bytes = RandomBytes.of(server.address("long.json"), Duration.ofSeconds(5))) {
      server.tag = "\"2\"";
      IOException error =
          assertThrows(IOException.class, () -> bytes.read(bytes.size() - 1, new byte[1], 0, 1));
      assertTrue(error.getMessage().endsWith("has changed while it was read"));
    }
  }

  @Test
  void aServerWithoutRangesIsRefused() throws IOException {
    json(folder.resolve("a.json"), TEXTS);
    try (RangeServer server = new RangeServer(folder)) {
      server.ignoresRanges = true;
      URI address = server.address("a.json");
      String said =
          assertThrows(UncheckedIOException.class, () -> Corpus.table("content", address))
              .getMessage();
      assertTrue(
          said.contains("the server does not support range requests; download the file first"),
          said);
    }
  }

  @Test
  void aRowOfManyMillionCharactersComesInParts() throws IOException {
    String text = "0123456789abcde\n".repeat(200_000);
    Corpus corpus = Corpus.table("content", json(folder.resolve("a.json"), List.of(text)));
    List<String> parts = read(corpus);
    assertEquals(4, parts.size());
    assertEquals(text, String.join("", parts));
    assertEquals(1, corpus.files());
  }

  private String refusal(String name, String content) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    return assertThrows(UncheckedIOException.class, () -> Corpus.table("content", file).bytes())
        .getMessage();
  }

  @Test
  void whatCannotBeReadSaysWhere() throws IOException {
    assertTrue(
        refusal("a.json", "{\"content\":\"x\"}\n[1]").contains("row 2 is not a JSON object"));
    assertTrue(
        refusal("a.json", "{\"content\":\"x\"}\n{\"text\":1}")
            .contains("row 2 has no field 'content'"));
    assertTrue(
        refusal("a.json", "{\"content\":7}")
            .contains("row 1 has 'content', but its value is not text"));
    assertTrue(refusal("a.json", "{\"content\":\"x\"}\n{\"con").contains("row 2"));
    assertTrue(refusal("a.json", "{\"content\":\"x\"} nonsense").contains("not valid JSON"));
    assertTrue(refusal("a.json.gz", "no gzip").contains("cannot read a.json.gz"));
    assertTrue(refusal("a.parquet", "no parquet").contains("not a complete Parquet file"));
  }

  @Test
  void aParquetFileThatIsDamagedIsRefused() throws IOException {
    Path file = parquet("a.parquet", CompressionCodecName.SNAPPY);
    byte[] good = Files.readAllBytes(file);
    for (int length : new int[] {0, 4, 12, good.length / 2, good.length - 1}) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThrows(
          UncheckedIOException.class, () -> Corpus.table("content", file).bytes(), "" + length);
    }
    Files.write(file, good);
    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> Corpus.table("text", file));
    assertTrue(
        error.getMessage().contains("has no column of texts 'text'; it has [id, content, path]"),
        error.getMessage());
  }

  /** Tests a vocabulary of words in the format of Hugging Face. */
  @Test
  void aTokenizerOfHuggingFaceIsRead() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("tokenizer.json"),
            """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [{"id": 5, "content": "<end>", "single_word": false, "lstrip": false,
               "rstrip": false, "normalized": false, "special": true}],
             "normalizer": null, "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null,
             "decoder": null,
             "model": {"type": "WordLevel", "unk_token": "?",
               "vocab": {"?": 0, "int": 1, "a": 2, "=": 3, "b": 4}}}
            """);
    Tokenizer tokenizer = Tokenizer.huggingFace(file);
    assertEquals(6, tokenizer.vocabularySize());
    assertEquals(List.of(1, 2, 3, 4, 0), boxed(tokenizer.encode("int a = b ;")));
    assertEquals("int a = b", tokenizer.decode(new int[] {1, 2, 3, 4}));
    assertTrue(tokenizer.name().matches("hf-[0-9a-f]{16}"), tokenizer.name());
    assertThrows(IllegalArgumentException.class, () -> tokenizer.decode(new int[] {6}));
    Files.writeString(file, "{}");
    assertThrows(IOException.class, () -> Tokenizer.huggingFace(file));
  }

  private static List<Integer> boxed(int[] tokens) {
    return Arrays.stream(tokens).boxed().toList();
  }
}
