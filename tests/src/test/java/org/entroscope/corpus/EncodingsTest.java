package org.entroscope.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests text, JSON lines and JSON arrays in the Unicode encodings, with and without a byte order
 * mark.
 */
class EncodingsTest {

  private static final String TEXT = "hello w\u00f6rld \ud83d\ude00\nint a = 1;\n";
  private static final String ROW = "{\"text\":\"w\u00f6rld \ud83d\ude00\"}";

  @TempDir Path folder;

  private static byte[] encoded(String text, String charset) {
    return text.getBytes(Charset.forName(charset));
  }

  private static byte[] marked(String text, String charset) {
    return encoded("\uFEFF" + text, charset);
  }

  private List<String> rows(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    return List.copyOf(CorpusTest.texts(Corpus.table("text", file)).values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void textWithAMarkIsRead(String charset) throws IOException {
    Path file = Files.write(folder.resolve("a.txt"), marked(TEXT, charset));
    assertEquals("{a.txt=" + TEXT + "}", CorpusTest.texts(Corpus.of(file)).toString());
    Path packed = folder.resolve("b.txt.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(marked(TEXT, charset));
    }
    assertEquals("{b.txt=" + TEXT + "}", CorpusTest.texts(Corpus.of(packed)).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void jsonIsReadWithAMarkAndWithout(String charset) throws IOException {
    List<String> one = List.of("w\u00f6rld \ud83d\ude00");
    List<String> two = List.of(one.get(0), one.get(0));
    assertEquals(one, rows("a.jsonl", marked(ROW, charset)));
    assertEquals(two, rows("b.jsonl", encoded(ROW + "\n" + ROW + "\n", charset)));
    assertEquals(two, rows("c.json", marked("[" + ROW + ",\n" + ROW + "]\n", charset)));
    assertEquals(two, rows("d.json", encoded(" [" + ROW + "," + ROW + "]", charset)));
  }

  /** A folder on Windows can contain one file of each encoding. */
  @Test
  void aFolderOfBothIsReadWhole() throws IOException {
    Files.write(folder.resolve("a.txt"), marked("hello world\n", "UTF-16LE"));
    Files.writeString(folder.resolve("b.txt"), "hello\n");
    Corpus corpus = Corpus.of(folder);
    assertEquals(2, corpus.files());
    assertEquals(18, corpus.bytes());
    assertEquals(0, corpus.leftOut().rowCount());
  }

  @Test
  void aLongFileIsCutAfterDecoding() throws IOException {
    String text = (TEXT + "x".repeat(70)).repeat(20_000) + "end";
    Path file = Files.write(folder.resolve("a.txt"), marked(text, "UTF-16BE"));
    try (var documents = Corpus.of(file).documents()) {
      List<String> parts = documents.map(Document::text).toList();
      assertTrue(parts.size() > 1);
      assertEquals(text, String.join("", parts));
    }
  }

  @Test
  void anUnpairedSurrogateOfAUtf16FileIsOneReplacement() throws IOException {
    byte[] text = marked("a?b", "UTF-16LE");
    text[4] = 0;
    text[5] = (byte) 0xd8;
    Path file = Files.write(folder.resolve("a.txt"), text);
    assertEquals("{a.txt=a\uFFFDb}", CorpusTest.texts(Corpus.of(file)).toString());
  }

  @Test
  void bytesThatHappenToBeginLikeAMarkAreBinary() throws IOException {
    byte[] noise = new byte[20_000];
    new Random(1).nextBytes(noise);
    for (int[] mark : new int[][] {{0xff, 0xfe}, {0xfe, 0xff}, {0, 0, 0xfe, 0xff}}) {
      for (int i = 0; i < mark.length; i++) {
        noise[i] = (byte) mark[i];
      }
      Path file = Files.write(folder.resolve("noise"), noise);
      String said =
          assertThrows(IllegalArgumentException.class, () -> Corpus.of(file)).getMessage();
      assertTrue(said.endsWith("left out: 1 binary (noise)"), said);
    }
    Path zeros = Files.write(folder.resolve("zeros"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0});
    assertThrows(IllegalArgumentException.class, () -> Corpus.of(zeros));
  }

  /**
   * Without a byte order mark, UTF-16 cannot be distinguished from a binary file with certainty.
   * The corpus reports this instead of guessing.
   */
  @Test
  void utf16WithoutAMarkIsLeftOutAndSaid() throws IOException {
    Files.write(folder.resolve("a.txt"), encoded(TEXT, "UTF-16LE"));
    Files.writeString(folder.resolve("b.txt"), "b");
    String said = Corpus.of(folder).toString();
    assertTrue(said.endsWith("left out: 1 binary (a.txt)"), said);
  }

  @Test
  void jsonThatIsNotEncodedSoIsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(encoded(ROW + "\n{\"text\":\"", "UTF-8"));
    bytes.write(encoded("caf\u00e9\"}\n", "ISO-8859-1"));
    Path file = Files.write(folder.resolve("a.jsonl"), bytes.toByteArray());
    String said =
        assertThrows(UncheckedIOException.class, () -> Corpus.table("text", file).bytes())
            .getMessage();
    assertTrue(said.contains("a character is damaged, or not in UTF-8, UTF-16 or UTF-32"), said);
  }

  @Test
  void aMarkIsNoPartOfARowsText() throws IOException {
    assertEquals(
        List.of("\uFEFFx"),
        rows("a.jsonl", "{\"text\":\"\uFEFFx\"}".getBytes(StandardCharsets.UTF_8)));
  }
}
