package org.entroscope.data;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Files, opened according to the ends of their names: {@code .zip} and {@code .jar}, {@code .tar},
 * {@code .tar.gz} and {@code .tgz}, {@code .gz}, and everything else as text.
 *
 * <p>Entries are read where they lie and never written to disk, so an entry named {@code ../../x}
 * has nowhere to escape to; its name is cleaned all the same. Links and special files in archives
 * are skipped, and an archive within an archive is binary and skipped like any other.
 */
final class Archives {

  private Archives() {}

  /** Reads a file or, entry by entry, an archive. Documents are named {@code name!/entry}. */
  static Cursor open(Path file, String name, Predicate<String> accepted) throws IOException {
    String lower = name.toLowerCase(Locale.ROOT);
    try {
      if (lower.endsWith(".zip") || lower.endsWith(".jar")) {
        return zip(file, name, accepted);
      }
      if (lower.endsWith(".tar.gz") || lower.endsWith(".tgz")) {
        return tar(gunzip(file), name, accepted);
      }
      if (lower.endsWith(".tar")) {
        return tar(new BufferedInputStream(Files.newInputStream(file)), name, accepted);
      }
      if (lower.endsWith(".gz")) {
        String inner = name.substring(0, name.length() - ".gz".length());
        return accepted.test(inner) ? new TextCursor(inner, gunzip(file)) : () -> null;
      }
    } catch (IOException e) {
      throw new IOException("cannot read the archive " + file + ": " + e.getMessage(), e);
    }
    return accepted.test(name) ? new TextCursor(name, Files.newInputStream(file)) : () -> null;
  }

  /** Sorted by name: two jars of the same files give the same corpus. */
  private static Cursor zip(Path file, String name, Predicate<String> accepted) throws IOException {
    ZipFile zip = ZipFile.builder().setPath(file).get();
    List<ZipArchiveEntry> all = new ArrayList<>(Collections.list(zip.getEntries()));
    all.removeIf(e -> e.isDirectory() || e.isUnixSymlink() || !accepted.test(e.getName()));
    all.sort(Comparator.comparing(ZipArchiveEntry::getName));
    Deque<ZipArchiveEntry> entries = new ArrayDeque<>(all);
    return new Concatenation(
        () -> {
          ZipArchiveEntry entry = entries.poll();
          return entry == null
              ? null
              : new TextCursor(label(name, entry.getName()), zip.getInputStream(entry));
        },
        zip);
  }

  private static Cursor tar(InputStream in, String name, Predicate<String> accepted) {
    TarArchiveInputStream tar = new TarArchiveInputStream(in);
    return new Concatenation(
        () -> {
          TarArchiveEntry entry = tar.getNextEntry();
          while (entry != null && !(entry.isFile() && accepted.test(entry.getName()))) {
            entry = tar.getNextEntry();
          }
          return entry == null
              ? null
              : new TextCursor(label(name, entry.getName()), unclosable(tar));
        },
        tar);
  }

  private static InputStream gunzip(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    try {
      // a .gz may hold several members, one after another
      return GzipCompressorInputStream.builder()
          .setInputStream(in)
          .setDecompressConcatenated(true)
          .get();
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The entry of a tar is the tar itself, which goes on after it. */
  private static InputStream unclosable(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return in.read(bytes, offset, length);
      }

      @Override
      public void close() {}
    };
  }

  /** The document's name: without roots, drives and steps upwards. */
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
