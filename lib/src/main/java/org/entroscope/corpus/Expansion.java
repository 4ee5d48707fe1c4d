package org.entroscope.corpus;

import java.io.IOException;
import java.io.InputStream;

/**
 * Counts what comes out of a packed file, and refuses one that grows without end: a few kilobytes
 * can hold gigabytes of nothing. Text packs to a third, at most to a fiftieth of its size.
 */
final class Expansion {

  /** How many times its own size a packed file may hold. */
  static final int MOST_TIMES = 250;

  /** So much may come out of any file. */
  static final long ALWAYS_ALLOWED = 32_000_000;

  private final long most;
  private long unpacked;

  /**
   * @param packedBytes how long the packed file is
   */
  Expansion(long packedBytes) {
    most = Math.max(ALWAYS_ALLOWED, packedBytes * MOST_TIMES);
  }

  /** A stream of unpacked bytes, which are counted. Closing it closes what it reads. */
  InputStream counted(InputStream in) {
    return new CountedStream(in) {
      @Override
      void count(long bytes) throws IOException {
        unpacked += bytes;
        if (unpacked > most) {
          throw new IOException(
              "it holds more than %,d times its own size; unpack it yourself if it can be trusted"
                  .formatted(MOST_TIMES));
        }
      }
    };
  }
}
