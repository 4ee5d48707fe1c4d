package org.entroscope.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.entroscope.corpus.Omissions.Why;
import org.entroscope.hub.RandomBytes;

/**
 * Reads archives, which are recognized by the endings of their names: {@code .zip} and {@code
 * .jar}, {@code .tar}, {@code .tar.gz}, {@code .tgz} and {@code .tar.zst}.
 *
 * <p>Entries are read from the archive and never written to disk, so an entry named {@code ../../x}
 * cannot escape; its name is cleaned nevertheless. Links, special files and sparse files in
 * archives are left out. An archive within an archive is treated like any other binary file.
 */
final class Archives {

  private static final String ZIP = ".*\\.(zip|jar)";
  private static final String TAR = ".*\\.(tar|tar\\.gz|tgz|tar\\.zst)";
  private static final String OTHER =
      ".*\\.(gz|zst|7z|rar|bz2|xz|lzma|lz4|br|parquet|arrow|feather|avro|orc)";

  private Archives() {}

  /** Reads one entry. */
  @FunctionalInterface
  interface EntryReader {
    /**
     * @param label the entry's label, {@code name!/entry}
     * @param expansion the counter of the bytes if the entry is unpacked further
     */
    Cursor read(String label, InputStream in, Expansion expansion) throws IOException;
  }

  /** Returns whether a file of that name is a supported archive. */
  static boolean isArchive(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.matches(ZIP) || lower.matches(TAR);
  }

  /** Returns whether a file of that name is packed, in a supported or another format. */
  static boolean isPacked(String name) {
    return isArchive(name) || name.toLowerCase(Locale.ROOT).matches(OTHER);
  }

  /**
   * Reads an archive entry by entry.
   *
   * @param file the archive; it is closed with the cursor, or if this method fails
   * @param accepted the predicate that decides by name which entries are read
   */
  static Cursor open(
      RandomBytes file,
      String name,
      Predicate<String> accepted,
      Omissions omissions,
      EntryReader reader)
      throws IOException {
    try {
      Expansion expansion = new Expansion(file.size());
      return name.toLowerCase(Locale.ROOT).matches(ZIP)
          ? zip(file, name, accepted, omissions, reader, expansion)
          : tar(file, name, accepted, omissions, reader, expansion);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Reads the entries sorted by name, so that two jars with the same files give the same corpus.
   */
  private static Cursor zip(
      RandomBytes file,
      String name,
      Predicate<String> accepted,
      Omissions omissions,
      EntryReader reader,
      Expansion expansion)
      throws IOException {
    ZipDirectory.check(file);
    ZipFile zip = opened(file);
    List<ZipArchiveEntry> all = new ArrayList<>(Collections.list(zip.getEntries()));
    all.removeIf(e -> e.isDirectory() || !accepted.test(e.getName()));
    all.sort(Comparator.comparing(ZipArchiveEntry::getName));
    Deque<ZipArchiveEntry> entries = new ArrayDeque<>(all);
    return new Concatenation(
        () -> {
          ZipArchiveEntry entry = entries.poll();
          if (entry == null) {
            return null;
          }
          String label = label(name, entry.getName());
          if (entry.isUnixSymlink()) {
            omissions.add(Why.LINK, label);
            return () -> null;
          }
          return NamedCursor.ofEntry(
              entry.getName(),
              () -> reader.read(label, expansion.counted(zip.getInputStream(entry)), expansion));
        },
        zip);
  }

  private static ZipFile opened(RandomBytes file) throws IOException {
    try {
      return ZipFile.builder().setSeekableByteChannel(file.channel()).get();
    } catch (IOException e) {
      // the library's own message has only the class of the channel
      throw e.getCause() instanceof IOException cause ? cause : e;
    }
  }

  private static Cursor tar(
      RandomBytes file,
      String name,
      Predicate<String> accepted,
      Omissions omissions,
      EntryReader reader,
      Expansion expansion)
      throws IOException {
    String unpackedName = name.toLowerCase(Locale.ROOT).endsWith(".tgz") ? "x.gz" : name;
    InputStream packed = new BufferedInputStream(file.stream(), 1 << 16);
    TarEntries tar = new TarEntries(Packing.of(unpackedName).unpack(packed, expansion));
    return new Concatenation(
        () -> {
          TarArchiveEntry entry = tar.next();
          if (entry == null) {
            return null;
          }
          if (entry.isDirectory() || !accepted.test(entry.getName())) {
            return () -> null;
          }
          String label = label(name, entry.getName());
          if (!isPlain(entry)) {
            omissions.add(Why.LINK, label);
            return () -> null;
          }
          return NamedCursor.ofEntry(
              entry.getName(), () -> reader.read(label, tar.content(), expansion));
        },
        tar::close);
  }

  private static boolean isPlain(TarArchiveEntry entry) {
    boolean special = entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
    return entry.isFile()
        && !entry.isLink()
        && !entry.isSymbolicLink()
        && !special
        && !entry.isSparse();
  }

  /** Returns the document's name without roots, drives and "..". */
  static String label(String archive, String entry) {
    StringBuilder clean = new StringBuilder(archive).append('!');
    for (String step : entry.replace('\\', '/').split("/")) {
      if (!step.isEmpty() && !step.equals(".") && !step.equals("..") && !step.endsWith(":")) {
        clean.append('/').append(step);
      }
    }
    return clean.toString();
  }
}
