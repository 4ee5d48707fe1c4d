package org.entroscope.corpus;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** The compression of one file: {@code .gz}, {@code .zst}, or none. */
enum Packing {
  GZIP(".gz"),
  ZSTD(".zst"),
  NONE("");

  private final String ending;

  Packing(String ending) {
    this.ending = ending;
  }

  /** Returns the packing of a file of that name. */
  static Packing of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(GZIP.ending) ? GZIP : lower.endsWith(ZSTD.ending) ? ZSTD : NONE;
  }

  /** Returns the name without the packing's ending. */
  String inner(String name) {
    return name.substring(0, name.length() - ending.length());
  }

  /**
   * Returns the unpacked bytes.
   *
   * @param in the packed bytes; closed with the result, or if this method fails
   */
  InputStream unpack(InputStream in, Expansion expansion) throws IOException {
    if (this == NONE) {
      return in;
    }
    try {
      return expansion.counted(this == GZIP ? gunzipped(in) : unzstd(in));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream gunzipped(InputStream in) throws IOException {
    // a .gz may hold several members, one after another
    return GzipCompressorInputStream.builder()
        .setInputStream(in)
        .setDecompressConcatenated(true)
        .get();
  }

  private static InputStream unzstd(InputStream in) {
    return new FilterInputStream(new ZstdInputStream(in)) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
          return in.read(bytes, offset, length);
        } catch (MalformedInputException e) {
          throw new IOException("it is not valid Zstandard: " + e.getMessage(), e);
        }
      }
    };
  }
}
