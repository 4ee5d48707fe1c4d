package org.entroscope.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {

  @TempDir Path folder;

  /** Writes a file and creates its parent folders. */
  static Path write(Path folder, String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private Path write(String name, byte[] content) throws IOException {
    return write(folder, name, content);
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  static Map<String, String> texts(Corpus corpus) {
    Map<String, String> texts = new TreeMap<>();
    try (var documents = corpus.documents()) {
      documents.forEach(document -> texts.put(document.name(), document.text()));
    }
    return texts;
  }

  private static List<String> names(Corpus corpus) {
    try (var documents = corpus.documents()) {
      return documents.map(Document::name).toList();
    }
  }

  @Test
  void aFolderIsReadByNameWithEverythingBelow() throws IOException {
    write("b.java", "b");
    write("a/z.java", "z");
    write("a.java", "a");
    write("a/deep/er/y.txt", "y");
    write(".git/config", "hidden");
    write("empty.txt", "");
    Corpus corpus = Corpus.of(folder);
    assertEquals(List.of("a.java", "a/deep/er/y.txt", "a/z.java", "b.java"), names(corpus));
    assertEquals(
        "Corpus %s: 4 files, 0.0 MB of text; left out: 1 empty (empty.txt), 1 hidden (.git/)"
            .formatted(folder.getFileName()),
        corpus.toString());
    assertEquals(List.of("a/deep/er/y.txt"), names(corpus.only(".TXT")));
  }

  @Test
  void textIsLeftAsItIsAndWhatIsNoUtf8IsReplaced() throws IOException {
    write("lines.txt", "x\r\ny");
    write("latin1.txt", "na\u00efve".getBytes(StandardCharsets.ISO_8859_1));
    write("binary.class", new byte[] {(byte) 0xca, (byte) 0xfe, 0, 1});
    assertEquals(
        Map.of("lines.txt", "x\r\ny", "latin1.txt", "na\uFFFDve"), texts(Corpus.of(folder)));
  }

  @Test
  void aLongFileComesInPartsOfWholeLines() throws IOException {
    String line = "x".repeat(99) + "\n";
    String text = line.repeat(25_000);
    Corpus corpus = Corpus.of(write("long.txt", text));
    assertEquals(List.of("long.txt#1", "long.txt#2", "long.txt#3"), names(corpus));
    StringBuilder joined = new StringBuilder();
    for (String part : texts(corpus).values()) {
      assertTrue(part.length() <= TextCursor.PART_CHARS && part.endsWith("\n"));
      joined.append(part);
    }
    assertEquals(text, joined.toString());
    assertEquals(1, corpus.files());
    assertEquals(2_500_000, corpus.bytes());
  }

  @Test
  void aLineWithoutEndIsCutBetweenCharacters() throws IOException {
    String text = "a" + "\uD83D\uDE00".repeat(700_000);
    Corpus corpus = Corpus.of(write("emoji.txt", text));
    Map<String, String> parts = texts(corpus);
    assertEquals(2, parts.size());
    assertEquals(text, String.join("", parts.values()));
    assertTrue(parts.values().stream().noneMatch(part -> part.contains("\uFFFD")));
    for (String part : parts.values()) {
      assertTrue(!Character.isHighSurrogate(part.charAt(part.length() - 1)));
    }
  }

  @Test
  void theHashIsOfNamesAndTextsAlone() throws IOException {
    write("one/a/x.txt", "text");
    write("two/a/x.txt", "text");
    write("three/a/y.txt", "text");
    write("four/a/x.txt", "texT");
    String hash = Corpus.of(folder.resolve("one")).hash();
    assertEquals(hash, Corpus.of(folder.resolve("two")).hash());
    assertNotEquals(hash, Corpus.of(folder.resolve("three")).hash());
    assertNotEquals(hash, Corpus.of(folder.resolve("four")).hash());
    // the SHA-256 hash of the length of the name in 4 bytes, the name, and the SHA-256 of the text
    assertEquals("8b9ac01a9ba2a9601360a5aba185b01fd14bb08de2bd24ed12ad54859cd8602b", hash);
  }

  @Test
  void severalPathsAreOneCorpus() throws IOException {
    Path a = write("a.txt", "a");
    Path b = write("b/c.txt", "c");
    Corpus corpus = Corpus.of(b.getParent(), a);
    assertEquals(List.of("c.txt", "a.txt"), names(corpus));
    assertEquals("b + a.txt", corpus.name());
    assertEquals(0, corpus.licences().rowCount());
  }

  @Test
  void whatIsMissingOrEmptyIsNamed() throws IOException {
    var e = IllegalArgumentException.class;
    Path missing = folder.resolve("missing");
    String message = assertThrows(e, () -> Corpus.of(missing)).getMessage();
    assertTrue(message.startsWith("there is no file or folder " + missing), message);
    message = assertThrows(e, () -> Corpus.of(folder)).getMessage();
    assertTrue(message.startsWith("there is no text in " + folder.getFileName()), message);
    Path binary = write("b.bin", new byte[10]);
    assertThrows(e, () -> Corpus.of(binary));
    assertThrows(e, () -> Corpus.of(""));
    message = assertThrows(e, () -> Corpus.of(folder.toString())).getMessage();
    assertTrue(message.contains("write Corpus.of(Path.of("), message);
    assertThrows(e, Corpus::of);
    write("x.txt", "x");
    assertThrows(e, () -> Corpus.of(folder).only(".java"));
  }

  @Test
  void linksInFoldersAreNotFollowed() throws IOException {
    write("a/x.txt", "x");
    Files.createSymbolicLink(folder.resolve("a/circle"), folder);
    Files.createSymbolicLink(folder.resolve("a/again.txt"), folder.resolve("a/x.txt"));
    Files.createSymbolicLink(folder.resolve("root"), folder.resolve("a"));
    assertEquals(List.of("x.txt"), names(Corpus.of(folder.resolve("root"))));
  }
}
