package org.entroscope.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** Tests that a corpus counts and reports what it leaves out. */
class LeftOutTest {

  @TempDir Path folder;

  private Path write(String name, byte[] content) throws IOException {
    return CorpusTest.write(folder, name, content);
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] zip(String entry, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  private void everyKind() throws IOException {
    write("a.txt", "text");
    write("b.class", new byte[] {1, 0, 2});
    write("c.7z", new byte[] {'7', 'z', 0});
    write("d.txt", "");
    write("e.txt", new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
    write(".git/config", "hidden");
    write(".git/head", "hidden");
    write(".env", "hidden");
    Files.createSymbolicLink(folder.resolve("link.txt"), folder.resolve("a.txt"));
    write("in.zip", zip("inner.zip", zip("x.txt", new byte[] {'x'})));
  }

  @Test
  void everyReasonIsCountedWithNames() throws IOException {
    everyKind();
    Corpus corpus = Corpus.of(folder);
    assertEquals(
        ("Corpus %s: 1 files, 0.0 MB of text; left out: 1 binary (b.class), 2 of a format that is"
                + " not read here (c.7z, in.zip!/inner.zip), 2 empty (d.txt, e.txt), 2 hidden"
                + " (.env, .git/), 1 symbolic links or special files (link.txt)")
            .formatted(folder.getFileName()),
        corpus.toString().replace(".git/, .env", ".env, .git/"));
    Table table = corpus.leftOut();
    assertEquals(
        List.of(
            "binary",
            "of a format that is not read here",
            "empty",
            "hidden",
            "symbolic links or special files"),
        table.stringColumn("reason").asList());
    assertEquals(List.of(1L, 2L, 2L, 2L, 1L), table.longColumn("count").asList());
    assertEquals("d.txt, e.txt", table.stringColumn("examples").get(2));
  }

  @Test
  void onlyWhatWasAskedForIsCounted() throws IOException {
    everyKind();
    Table table = Corpus.of(folder).only(".txt").leftOut();
    assertEquals(
        List.of("empty", "hidden", "symbolic links or special files"),
        table.stringColumn("reason").asList());
    assertEquals(List.of(2L, 1L, 1L), table.longColumn("count").asList());
  }

  @Test
  void nothingLeftOutIsNotMentioned() throws IOException {
    Corpus corpus = Corpus.of(write("a.txt", "text"));
    assertEquals("Corpus a.txt: 1 files, 0.0 MB of text", corpus.toString());
    assertEquals(0, corpus.leftOut().rowCount());
  }

  @Test
  void ofManyTheFirstAreNamed() throws IOException {
    for (int i = 0; i < 9; i++) {
      write("b" + i + ".bin", new byte[1]);
    }
    write("long/" + "n".repeat(200) + ".txt", "");
    write("z.txt", "z");
    String said = Corpus.of(folder).toString();
    assertTrue(said.contains("left out: 9 binary (b0.bin, b1.bin, b2.bin, ...), 1 empty"), said);
    assertTrue(said.endsWith("nnn...)") && said.length() < 300, said);
  }

  /** In Java's file system for zip archives, a damaged entry is a file that cannot be opened. */
  @Test
  void aFileThatCannotBeOpenedIsLeftOut() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : new String[] {"bad.txt", "good.txt"}) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] archive = bytes.toByteArray();
    archive[30 + "bad.txt".length()] = 7; // this is not a valid type of block
    Path file = write("disk.zip", archive);
    try (FileSystem disk = FileSystems.newFileSystem(file)) {
      Corpus corpus = Corpus.of(disk.getPath("/"));
      assertEquals(List.of("good.txt"), List.copyOf(CorpusTest.texts(corpus).values()));
      assertTrue(
          corpus.toString().endsWith("left out: 1 not readable (bad.txt)"), corpus::toString);
    }
  }

  @Test
  void whatIsLeftOutExplainsWhyThereIsNoText() throws IOException {
    write("b.bin", new byte[10]);
    String said =
        assertThrows(IllegalArgumentException.class, () -> Corpus.of(folder)).getMessage();
    assertTrue(said.endsWith("; left out: 1 binary (b.bin)"), said);
  }

  @Test
  void rowsWithoutTextAreCounted() throws IOException {
    Path file = write("a.jsonl", "{\"t\":\"x\"}\n{\"t\":null}\n{\"t\":\"\"}\n{\"t\":\"y\"}");
    Corpus corpus = Corpus.table("t", file);
    assertEquals(2, corpus.files());
    assertTrue(
        corpus.toString().endsWith("left out: 2 rows without text (a.jsonl!/2, a.jsonl!/3)"),
        corpus::toString);
  }

  @Test
  void whatIsNoTableInAnArchiveIsCounted() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : new String[] {"README.md", "a.jsonl", "b.parquet", "state.json"}) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write("{\"t\":\"x\"}".getBytes(StandardCharsets.UTF_8));
      }
    }
    Corpus corpus = Corpus.table("t", write("d.zip", bytes.toByteArray()));
    assertEquals("x", CorpusTest.texts(corpus).get("d.zip!/a.jsonl!/1"));
    assertTrue(
        corpus
            .toString()
            .endsWith(
                "left out: 1 of a format that is not read here (d.zip!/b.parquet), 2 no table"
                    + " (d.zip!/README.md, d.zip!/state.json)"),
        corpus::toString);
  }
}
