package org.entroscope.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.entroscope.files.Reason;

/**
 * Reads the files in a tar one after another with bounded memory. A tar can contain a name or a
 * comment of any length before an entry, and the library reads it into memory. Here the headers
 * between the contents of two files may have at most {@link #MOST_HEADER_BYTES} bytes.
 */
final class TarEntries implements AutoCloseable {

  static final int MOST_HEADER_BYTES = 1 << 20;

  private final Limited limited;
  private final TarArchiveInputStream tar;
  private long number;

  TarEntries(InputStream in) {
    limited = new Limited(in);
    tar = new TarArchiveInputStream(limited);
  }

  /** Returns the next entry of any kind, or null at the end. */
  TarArchiveEntry next() throws IOException {
    number++;
    try {
      // the rest of the previous entry does not count as a header
      while (tar.getCurrentEntry() != null && tar.skip(Long.MAX_VALUE) > 0) {}
      limited.allow(MOST_HEADER_BYTES);
      TarArchiveEntry entry = tar.getNextEntry();
      if (entry != null && length(entry.getExtraPaxHeaders()) > MOST_HEADER_BYTES) {
        throw new IOException("its headers are too long");
      }
      return entry;
    } catch (IOException | RuntimeException e) {
      throw new IOException("entry %,d: %s".formatted(number, Reason.of(e)), e);
    } finally {
      limited.allow(Long.MAX_VALUE);
    }
  }

  private static long length(Map<String, String> headers) {
    return headers.entrySet().stream()
        .mapToLong(header -> header.getKey().length() + header.getValue().length())
        .sum();
  }

  /**
   * Returns the current entry's content. Closing it does nothing, because the tar continues after
   * it.
   */
  InputStream content() {
    return new FilterInputStream(tar) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return in.read(bytes, offset, length);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  /** A stream that fails if more bytes are read than currently allowed. */
  private static final class Limited extends CountedStream {
    private long allowed = Long.MAX_VALUE;

    Limited(InputStream in) {
      super(in);
    }

    void allow(long bytes) {
      allowed = bytes;
    }

    @Override
    void count(long bytes) throws IOException {
      allowed -= bytes;
      if (allowed < 0) {
        throw new IOException("its headers have more than %,d bytes".formatted(MOST_HEADER_BYTES));
      }
    }
  }
}
