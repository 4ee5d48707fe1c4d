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
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {

  @TempDir Path folder;

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> texts(Path path) {
    return CorpusTest.texts(Corpus.of(path));
  }

  private static void tar(OutputStream out) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (String name : new String[] {"b/x.txt", "/etc/a.txt", "../../up.txt"}) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(name.length());
        tar.putArchiveEntry(entry);
        tar.write(utf8(name));
        tar.closeArchiveEntry();
      }
      TarArchiveEntry link = new TarArchiveEntry("link.txt", TarArchiveEntry.LF_SYMLINK);
      link.setLinkName("/etc/passwd");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
  }

  private static final Map<String, String> OF_TAR =
      Map.of("t!/b/x.txt", "b/x.txt", "t!/etc/a.txt", "/etc/a.txt", "t!/up.txt", "../../up.txt");

  private static Map<String, String> named(String archive) {
    return OF_TAR.entrySet().stream()
        .collect(Collectors.toMap(e -> archive + e.getKey().substring(1), Map.Entry::getValue));
  }

  @Test
  void zipsAndJarsAreReadEntryByEntry() throws IOException {
    byte[] inner = zip(Map.of("inner.txt", utf8("never seen")));
    Map<String, byte[]> entries =
        Map.of("z.txt", utf8("z"), "a/b.java", utf8("b"), "x.class", new byte[9], "in.zip", inner);
    Path jar = Files.write(folder.resolve("lib.jar"), zip(entries));
    Files.write(folder.resolve("plain.txt"), utf8("p"));
    assertEquals(Map.of("lib.jar!/a/b.java", "b", "lib.jar!/z.txt", "z"), texts(jar));
    assertEquals(
        Map.of("lib.jar!/a/b.java", "b", "lib.jar!/z.txt", "z", "plain.txt", "p"), texts(folder));
  }

  @Test
  void entriesThatPointOutsideStayInside() throws IOException {
    Path parent = Files.createDirectories(folder.resolve("one/two"));
    Map<String, byte[]> entries =
        Map.of(
            "../../up.txt",
            utf8("1"),
            "/root.txt",
            utf8("2"),
            "a\\..\\..\\w.txt",
            utf8("3"),
            "C:/drive.txt",
            utf8("4"),
            "nested/../../x/./y.txt",
            utf8("5"));
    Path zip = Files.write(parent.resolve("evil.zip"), zip(entries));
    assertEquals(
        Map.of(
            "evil.zip!/up.txt", "1",
            "evil.zip!/root.txt", "2",
            "evil.zip!/a/w.txt", "3",
            "evil.zip!/drive.txt", "4",
            "evil.zip!/nested/x/y.txt", "5"),
        texts(zip));
    try (Stream<Path> all = Files.walk(folder).filter(Files::isRegularFile)) {
      assertEquals(1, all.count());
    }
  }

  @Test
  void tarsAreReadPackedOrNot() throws IOException {
    for (String name : new String[] {"t.tar", "t.tar.gz", "t.tgz"}) {
      Path file = folder.resolve(name);
      OutputStream out = Files.newOutputStream(file);
      tar(name.endsWith("gz") ? new GZIPOutputStream(out) : out);
      assertEquals(named(name), texts(file));
    }
  }

  @Test
  void aPackedFileKeepsItsNameAndAllItsMembers() throws IOException {
    Path file = folder.resolve("notes.txt.gz");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (String member : new String[] {"one ", "two"}) {
        GZIPOutputStream gzip = new GZIPOutputStream(out);
        gzip.write(utf8(member));
        gzip.finish();
      }
    }
    assertEquals(Map.of("notes.txt", "one two"), texts(file));
  }

  @Test
  void damagedArchivesAreNamed() throws IOException {
    for (String name : new String[] {"x.zip", "x.jar", "x.tar.gz", "x.gz"}) {
      Path file = Files.write(folder.resolve(name), utf8("this is no archive at all"));
      String message =
          assertThrows(UncheckedIOException.class, () -> Corpus.of(file), name).getMessage();
      assertTrue(message.startsWith("cannot read " + file), message);
    }
    Path packed = folder.resolve("cut.txt.gz");
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
      gzip.write(
          new Random(1)
              .ints(50_000, 32, 127)
              .collect(StringBuilder::new, (s, c) -> s.append((char) c), StringBuilder::append)
              .toString()
              .getBytes(StandardCharsets.US_ASCII));
    }
    byte[] bytes = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(bytes, bytes.length / 2));
    String message =
        assertThrows(UncheckedIOException.class, () -> Corpus.of(packed).hash()).getMessage();
    assertTrue(message.startsWith("cannot read " + packed), message);
  }
}
