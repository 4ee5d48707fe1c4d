package org.entroscope.corpus;

import java.io.IOException;
import java.io.InputStream;

/**
 * Counts the bytes unpacked from a compressed file and rejects a file that expands too much: a few
 * kilobytes can expand to gigabytes of zeros. Text usually compresses to a third of its size, and
 * at best to a fiftieth.
 */
final class Expansion {

  /** The largest ratio of unpacked size to packed size. */
  static final int MOST_TIMES = 250;

  /** Any file may expand to this many bytes. */
  static final long ALWAYS_ALLOWED = 32_000_000;

  private final long most;
  private long unpacked;

  /**
   * @param packedBytes the size of the packed file in bytes
   */
  Expansion(long packedBytes) {
    most = Math.max(ALWAYS_ALLOWED, packedBytes * MOST_TIMES);
  }

  /** Returns a stream that counts unpacked bytes. Closing it closes the given stream. */
  InputStream counted(InputStream in) {
    return new CountedStream(in) {
      @Override
      void count(long bytes) throws IOException {
        unpacked += bytes;
        if (unpacked > most) {
          throw new IOException(
              "it expands to more than %,d times its own size; unpack it yourself if you trust it"
                  .formatted(MOST_TIMES));
        }
      }
    };
  }
}
