package org.entroscope.tokens;

/**
 * A shuffled order of 0 .. size-1 that needs no memory. It is a Feistel network over the next power
 * of four, which is applied repeatedly until the value is below the size (cycle walking).
 *
 * @see <a href="https://doi.org/10.1007/3-540-45760-7_9">Black and Rogaway, Ciphers with arbitrary
 *     finite domains (2002)</a>
 */
final class Permutation {

  /**
   * With a good round function, four rounds give a pseudorandom permutation; two more are for small
   * sizes.
   */
  private static final int ROUNDS = 6;

  private final long size;
  private final int halfBits;
  private final long halfMask;
  private final long[] keys = new long[ROUNDS];

  /**
   * @param size the number of values, at least 1
   * @param seed the seed of the order
   */
  Permutation(long size, long seed) {
    if (size < 1) {
      throw new IllegalArgumentException("nothing to permute: size " + size);
    }
    this.size = size;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
    halfBits = Math.max(1, (bits + 1) / 2);
    halfMask = (1L << halfBits) - 1;
    for (int round = 0; round < ROUNDS; round++) {
      keys[round] = mix(mix(seed) + round);
    }
  }

  /** Returns the value at a place, both in 0 .. size-1; each value has exactly one place. */
  long at(long place) {
    if (place < 0 || place >= size) {
      throw new IndexOutOfBoundsException("place " + place + " of " + size);
    }
    long value = place;
    do {
      value = encrypt(value);
    } while (value >= size);
    return value;
  }

  private long encrypt(long value) {
    long left = value >>> halfBits;
    long right = value & halfMask;
    for (long key : keys) {
      long next = left ^ (mix(right ^ key) & halfMask);
      left = right;
      right = next;
    }
    return left << halfBits | right;
  }

  /** Applies one step of SplitMix64's counter and its finalizer. */
  static long mix(long z) {
    z += 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
