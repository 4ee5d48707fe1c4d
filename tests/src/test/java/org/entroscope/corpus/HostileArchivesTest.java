package org.entroscope.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.entroscope.hub.RandomBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests archives that claim large sizes, grow without end or end too early. They are refused with
 * the name of the file and without using much memory.
 */
class HostileArchivesTest {

  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns one header block of a tar archive. */
  private static byte[] header(String name, char type, long size) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, (byte) type);
    entry.setSize(size);
    byte[] block = new byte[512];
    entry.writeEntryHeader(block);
    return block;
  }

  private static void file(OutputStream tar, String name) throws IOException {
    tar.write(header(name, '0', 5));
    tar.write(Arrays.copyOf(utf8("text\n"), 512));
  }

  private static void filled(OutputStream out, long bytes) throws IOException {
    byte[] some = new byte[MIB];
    Arrays.fill(some, (byte) 'a');
    for (long left = bytes; left > 0; left -= some.length) {
      out.write(some, 0, (int) Math.min(left, some.length));
    }
  }

  private Path tar(String name, Writer writer) throws IOException {
    Path file = folder.resolve(name);
    OutputStream raw = Files.newOutputStream(file);
    try (OutputStream out = name.endsWith("gz") ? new GZIPOutputStream(raw) : raw) {
      writer.write(out);
      out.write(new byte[1024]);
    }
    return file;
  }

  private interface Writer {
    void write(OutputStream out) throws IOException;
  }

  private String refusal(Path file) {
    String said =
        assertThrows(UncheckedIOException.class, () -> Corpus.of(file).hash()).getMessage();
    assertTrue(said.startsWith("cannot read " + file + ": "), said);
    assertTrue(said.length() < 500 && !said.contains("null"), said);
    return said;
  }

  /**
   * The types L and K are the long names of GNU. The types x and g are the POSIX headers for one
   * file and for all following files.
   */
  @ParameterizedTest
  @ValueSource(chars = {'L', 'K', 'x', 'g'})
  void headersOfTarsAreBounded(char type) throws IOException {
    long size = 200_000_000;
    Path file =
        tar(
            type + ".tar.gz",
            out -> {
              file(out, "first.txt");
              out.write(header("././@LongLink", type, size));
              byte[] begin = utf8("200000000 comment=");
              out.write(begin);
              filled(out, 4L * MIB); // the rest is not read
            });
    String said = refusal(file);
    assertTrue(said.endsWith("entry 2: its headers have more than 1,048,576 bytes"), said);
  }

  /** The library keeps the contents of all g headers, and each header adds to the previous ones. */
  @Test
  void headersForAllThatFollowsDoNotAddUp() throws IOException {
    Path file =
        tar(
            "g.tar.gz",
            out -> {
              for (int i = 0; i < 40; i++) {
                int length = 100_000;
                String record = length + " key" + i + "=";
                out.write(header("g", 'g', length));
                out.write(utf8(record));
                filled(out, length - record.length() - 1);
                out.write('\n');
                out.write(new byte[(512 - length % 512) % 512]);
                file(out, i + ".txt");
              }
            });
    assertTrue(refusal(file).endsWith("its headers are too long"));
  }

  @Test
  void headersWithoutAFileAreBounded() throws IOException {
    Path file =
        tar(
            "many.tar.gz",
            out -> {
              for (int i = 0; i < 2_000; i++) {
                out.write(header("x", 'x', 12));
                out.write(Arrays.copyOf(utf8("12 mtime=17\n"), 512));
              }
            });
    assertTrue(refusal(file).contains("entry 1: its headers have more than 1,048,576 bytes"));
  }

  @Test
  void longNamesOfHonestTarsAreRead() throws IOException {
    String name = "folder/".repeat(60) + "x.txt";
    Path file = folder.resolve("long.tar");
    for (int mode :
        new int[] {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX}) {
      try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
        tar.setLongFileMode(mode);
        for (String content : new String[] {"one", "two"}) {
          TarArchiveEntry entry = new TarArchiveEntry(name + content);
          entry.setSize(3);
          tar.putArchiveEntry(entry);
          tar.write(utf8(content));
          tar.closeArchiveEntry();
        }
      }
      assertEquals(
          Map.of("long.tar!/" + name + "one", "one", "long.tar!/" + name + "two", "two"),
          CorpusTest.texts(Corpus.of(file)));
    }
  }

  /** An entry that is left out is skipped, whatever its length, and does not count as a header. */
  @Test
  void longEntriesThatAreLeftOutAreNoHeaders() throws IOException {
    Path file =
        tar(
            "big.tar.gz",
            out -> {
              out.write(header("big.bin", '0', 20L * MIB));
              out.write(new byte[20 * MIB]);
              file(out, "second.txt");
            });
    assertEquals(Map.of("big.tar.gz!/second.txt", "text\n"), CorpusTest.texts(Corpus.of(file)));
  }

  private Path bomb(String name) throws IOException {
    long bytes = Expansion.ALWAYS_ALLOWED * 3 / 2;
    Path file = folder.resolve(name);
    OutputStream raw = Files.newOutputStream(file);
    if (name.endsWith(".zip")) {
      try (ZipOutputStream zip = new ZipOutputStream(raw)) {
        zip.setLevel(Deflater.BEST_COMPRESSION);
        for (int i = 0; i < 20; i++) { // each entry alone would be allowed
          zip.putNextEntry(new ZipEntry(i + ".txt"));
          filled(zip, bytes / 20);
        }
      }
    } else {
      try (OutputStream out =
          name.endsWith("zst")
              ? new io.airlift.compress.zstd.ZstdOutputStream(raw)
              : new GZIPOutputStream(raw)) {
        if (name.contains(".tar")) {
          out.write(header("a.txt", '0', bytes));
        }
        filled(out, bytes);
      }
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.txt.gz", "a.txt.zst", "a.zip", "a.tar.gz", "a.tar.zst"})
  void whatGrowsWithoutEndIsRefused(String name) throws IOException {
    String said = refusal(bomb(name));
    assertTrue(said.contains("it expands to more than 250 times its own size"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl.gz", "a.zip"})
  void soAreTablesThatDo(String name) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream raw = Files.newOutputStream(file)) {
      OutputStream out;
      if (name.endsWith(".zip")) {
        ZipOutputStream zip = new ZipOutputStream(raw);
        zip.putNextEntry(new ZipEntry("x.jsonl"));
        out = zip;
      } else {
        out = new GZIPOutputStream(raw);
      }
      byte[] rows = utf8(("{\"text\":\"" + "x".repeat(5000) + "\"}\n").repeat(100));
      for (long i = 0; i < 2 * Expansion.ALWAYS_ALLOWED / rows.length; i++) {
        out.write(rows);
      }
      out.close();
    }
    String said =
        assertThrows(UncheckedIOException.class, () -> Corpus.table("text", file).bytes())
            .getMessage();
    assertTrue(said.contains("it expands to more than 250 times its own size"), said);
  }

  @Test
  void aListOfTooManyEntriesIsNotRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < 1000; i++) {
        zip.putNextEntry(new ZipEntry(i + ".txt"));
      }
    }
    Path file = Files.write(folder.resolve("a.zip"), bytes.toByteArray());
    try (RandomBytes zip = RandomBytes.of(file)) {
      ZipDirectory.check(zip);
      String said =
          assertThrows(IOException.class, () -> ZipDirectory.check(zip, 500_000)).getMessage();
      assertTrue(said.startsWith("its list of 1,000 entries needs about 0 MB of memory"), said);
    }
  }

  /**
   * Cuts a file at many lengths. The result must be a sentence that names the file or the beginning
   * of the text of the file.
   */
  @ParameterizedTest
  @ValueSource(strings = {"a.txt.gz", "a.txt.zst", "a.zip", "a.tar", "a.tar.gz", "a.jsonl.gz"})
  void whatEndsTooEarlySaysSo(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String row = "{\"text\":\"a\"}\n";
    if (name.endsWith(".zip")) {
      try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
        zip.putNextEntry(new ZipEntry("x.txt"));
        zip.write(utf8(row));
      }
    } else {
      try (OutputStream out =
          name.endsWith("zst")
              ? new io.airlift.compress.zstd.ZstdOutputStream(bytes)
              : name.endsWith("gz") ? new GZIPOutputStream(bytes) : bytes) {
        if (name.contains(".tar")) {
          file(out, "x.txt");
          out.write(new byte[1024]);
        } else {
          out.write(utf8(row));
        }
      }
    }
    byte[] whole = bytes.toByteArray();
    Path file = folder.resolve(name);
    int refused = 0;
    int cuts = 0;
    for (int length = 0; length < whole.length; length += 1 + whole.length / 300) {
      Files.write(file, Arrays.copyOf(whole, length));
      cuts++;
      try {
        (name.contains("jsonl") ? Corpus.table("text", file) : Corpus.of(file)).hash();
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().startsWith("there is no text in " + name), e.getMessage());
      } catch (UncheckedIOException e) {
        refused++;
        assertTrue(e.getMessage().startsWith("cannot read "), e.getMessage());
        assertTrue(!e.getMessage().contains("null"), e.getMessage());
        assertTrue(e.getMessage().length() < 500, e.getMessage());
      }
    }
    // a part of an uncompressed tar is text, and the rest is padding
    assertTrue(refused > cuts / 6, name + " was refused %d of %d times".formatted(refused, cuts));
  }
}
