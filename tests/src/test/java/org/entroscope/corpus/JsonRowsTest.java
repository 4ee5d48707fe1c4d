package org.entroscope.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests JSON as it occurs in practice: lines, arrays, invalid numbers, and all kinds of
 * compression.
 */
class JsonRowsTest {

  private static final String LINES = "{\"text\":\"a1\"}\n{\"text\":\"b2\"}\n";
  private static final String ARRAY = "[{\"text\":\"a1\"},{\"text\":\"b2\"}]";

  @TempDir Path folder;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes a file that is compressed according to its name. An archive gets the entries "x.json"
   * and "note.txt".
   */
  private Path packed(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    OutputStream out = Files.newOutputStream(file);
    if (name.endsWith("gz")) {
      out = new GZIPOutputStream(out);
    } else if (name.endsWith(".zst")) {
      out = new ZstdOutputStream(out);
    }
    try (OutputStream all = out) {
      if (name.contains(".tar") || name.endsWith(".tgz")) {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(all);
        for (String entry : new String[] {"note.txt", "d/x.json"}) {
          TarArchiveEntry header = new TarArchiveEntry(entry);
          header.setSize(utf8(content).length);
          tar.putArchiveEntry(header);
          tar.write(utf8(content));
          tar.closeArchiveEntry();
        }
        tar.finish();
      } else if (name.endsWith(".zip")) {
        ZipOutputStream zip = new ZipOutputStream(all);
        for (String entry : new String[] {"note.txt", "d/x.json"}) {
          zip.putNextEntry(new ZipEntry(entry));
          zip.write(utf8(content));
        }
        zip.finish();
      } else {
        all.write(utf8(content));
      }
    }
    return file;
  }

  private List<String> read(Path file) {
    try (Stream<Document> documents = Corpus.table("text", file).documents()) {
      return documents.map(Document::text).toList();
    }
  }

  private List<String> read(String content) throws IOException {
    return read(packed("a.json", content));
  }

  private String refusal(String content) throws IOException {
    Path file = packed("a.json", content);
    String said =
        assertThrows(UncheckedIOException.class, () -> Corpus.table("text", file).bytes())
            .getMessage();
    assertTrue(said.startsWith("cannot read a.json: ") && said.length() < 500, said);
    return said;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.json",
        "a.jsonl",
        "a.ndjson",
        "A.JSON",
        "a.json.gz",
        "a.jsonl.zst",
        "a.zip",
        "a.tar",
        "a.tar.gz",
        "a.tgz",
        "a.tar.zst"
      })
  void linesAndArraysAreReadHoweverTheyArePacked(String name) throws IOException {
    assertEquals(List.of("a1", "b2"), read(packed(name, LINES)));
    assertEquals(List.of("a1", "b2"), read(packed(name, ARRAY)));
  }

  @Test
  void severalFramesOfZstdAreOneFile() throws IOException {
    Path file = folder.resolve("a.jsonl.zst");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (String row : LINES.split("(?<=\n)")) {
        var frame = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(frame)) {
          zstd.write(utf8(row));
        }
        frame.writeTo(out);
      }
    }
    assertEquals(List.of("a1", "b2"), read(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "[NaN, {\"b\": -Infinity}]"})
  void numbersThatAreNoneMayStandInOtherColumns(String value) throws IOException {
    String row = "{\"score\":" + value + ",\"text\":\"x\",\"more\":" + value + "}";
    assertEquals(List.of("x", "x"), read(row + "\n" + row));
    assertEquals(List.of("x", "x"), read("[" + row + "," + row + "]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NaN | it is NaN",
        "-Infinity | it is -Infinity",
        "17.5 | it is 17.5",
        "true | it is true",
        "{} | it is an object",
        "[\"x\"] | it is a list"
      })
  void asTheTextItselfTheyAreRefused(String value, String said) throws IOException {
    String refusal = refusal("{\"text\":\"x\"}\n{\"text\":" + value + "}");
    assertTrue(refusal.contains("row 2 has 'text', but its value is not text: " + said), refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"text\":\"a\"},7] | row 2 is not a JSON object",
        "[{\"text\":\"a\"} | row 2 is not valid JSON: Unexpected end-of-input",
        "[{\"text\":\"a\"},{\"te | row 2 is not valid JSON",
        "[{\"text\":\"a\"}] {\"text\":\"b\"} | it continues after its array of 1 rows",
        "[{\"text\":\"a\"}][] | it continues after its array of 1 rows",
        "[[{\"text\":\"a\"}]] | row 1 is not a JSON object",
        "{\"text\":\"a\",\"text\":null} | row 1 has 'text' twice",
        "{\"a\":1,\"b\":2} | row 1 has no field 'text'; it has [a, b]",
        "{} | row 1 has no field 'text'; it has no fields at all",
        "{\"data\":[{\"text\":\"a\"}]} | row 1 has no field 'text'; it has [data]",
        "\"text\" | row 1 is not a JSON object",
        "plain words | row 1 is not valid JSON"
      })
  void whatIsNeitherIsRefused(String content, String said) throws IOException {
    String refusal = refusal(content);
    assertTrue(refusal.contains(said), refusal);
  }

  @Test
  void anArrayWithoutRowsHasNoText() throws IOException {
    Path file = packed("a.json", "[]");
    assertThrows(IllegalArgumentException.class, () -> Corpus.table("text", file));
  }

  /**
   * The names of the fields are not stored, because a table of them would grow to hundreds of
   * megabytes.
   */
  @Test
  void aRowMayHaveManyFields() throws IOException {
    StringBuilder row = new StringBuilder("{\"text\":\"x\"");
    for (int i = 0; i < 1_000_000; i++) {
      row.append(",\"f").append(i).append("\":1");
    }
    assertEquals(List.of("x"), read(row.append('}').toString()));
    row.setCharAt(2, 'n');
    String refusal = refusal(row.toString());
    assertTrue(refusal.contains("row 1 has no field 'text'; it has [next, f0, f1,"), refusal);
  }

  @Test
  void aLongTextWithAZeroIsKept() throws IOException {
    String text = "\\u0000" + "0123456789\\n".repeat(200_000);
    List<String> parts = read("{\"text\":\"" + text + "\"}");
    assertEquals(3, parts.size());
    assertEquals(1 + 11 * 200_000, String.join("", parts).length());
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  @Test
  void aTextThatIsTooLongIsRefused() throws IOException {
    byte[] words = new byte[500_000];
    new Random(1).nextBytes(words); // text that repeats itself too much would be refused earlier
    for (int i = 0; i < words.length; i++) {
      words[i] = (byte) ('a' + (words[i] & 7));
    }
    byte[] packed = gzip(words); // packed once, as a file may have several members
    Path file = folder.resolve("a.json.gz");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(gzip(utf8("{\"text\":\"")));
      for (long chars = 0; chars <= JsonTexts.MOST_CHARS; chars += words.length) {
        out.write(packed);
      }
      out.write(gzip(utf8("\"}")));
    }
    String said =
        assertThrows(UncheckedIOException.class, () -> Corpus.table("text", file)).getMessage();
    assertTrue(said.contains("row 1 is too large to read"), said);
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    Path missing = folder.resolve("missing.json");
    String said =
        assertThrows(UncheckedIOException.class, () -> Corpus.table("text", missing)).getMessage();
    assertEquals("cannot read " + missing + ": it does not exist", said);
    said =
        assertThrows(UncheckedIOException.class, () -> Corpus.table("text", folder)).getMessage();
    assertEquals("cannot read " + folder + ": it is a folder; name the files in it", said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.csv", "a.TXT", "a.arrow", "a.jsonl.bz2", "a.json.xz"})
  void filesOfOtherKindsAreRefusedByName(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), LINES);
    String said =
        assertThrows(UncheckedIOException.class, () -> Corpus.table("text", file)).getMessage();
    assertTrue(said.startsWith("cannot read " + name + ": files of this kind are not read"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///a.json", "mailto:a.json", "a.json", "http:/a.json"})
  void whatIsNoAddressOfAServerIsRefused(String address) {
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> Corpus.table("text", java.net.URI.create(address)))
            .getMessage();
    assertTrue(said.endsWith("like https://host/file.jsonl, not " + address), said);
  }
}
