package org.entroscope.tokens;

import java.util.Arrays;
import java.util.Objects;

/** Examples of exactly T tokens, in the order of the corpus. */
public final class Examples {

  private final TokenSplit origin;
  private final TokenFile file;
  private final int context;
  private final long[] starts; // of each document, in tokens
  private final long[] before; // examples before each document; the last entry counts all
  private final long size; // of these, spread evenly over all

  Examples(
      TokenSplit origin, TokenFile file, int context, long[] starts, long[] before, long size) {
    this.origin = origin;
    this.file = file;
    this.context = context;
    this.starts = starts;
    this.before = before;
    this.size = size;
  }

  /**
   * These, of which there is at least one.
   *
   * @throws IllegalArgumentException if there is none; the message says why, and what helps
   */
  public Examples required() {
    if (size == 0) {
      throw new IllegalArgumentException(origin.whyNone(context));
    }
    return this;
  }

  /** How many there are. */
  public long size() {
    return size;
  }

  /** Tokens in each, T. */
  public int context() {
    return context;
  }

  /**
   * Copies an example's T tokens.
   *
   * @param index 0 to size - 1
   * @throws IndexOutOfBoundsException if there is no such example, or no room for it
   */
  public void read(long index, int[] target, int offset) {
    Objects.checkIndex(index, size);
    Objects.checkFromIndexSize(offset, context, target.length);
    long all = before[starts.length];
    // index * all / size without overflow: whole strides, and the rest
    long place = index * (all / size) + index * (all % size) / size;
    int found = Arrays.binarySearch(before, 0, starts.length, place);
    int document = found >= 0 ? found : -found - 2;
    file.read(starts[document] + (place - before[document]) * context, context, target, offset);
  }

  /** An example's T tokens. */
  public int[] get(long index) {
    int[] tokens = new int[context];
    read(index, tokens, 0);
    return tokens;
  }

  /**
   * A number of these examples, evenly spread and always the same; all of them where there are
   * fewer. What an evaluation uses that must be quick.
   *
   * @param count at least 1
   */
  public Examples spread(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 example, not " + count);
    }
    return new Examples(origin, file, context, starts, before, Math.min(count, size));
  }

  /**
   * Shuffled batches without end.
   *
   * @param batchSize examples in a batch
   * @param seed decides the order
   * @throws IllegalArgumentException if there are not enough examples for one batch; the message
   *     says how many there are
   */
  public Batches batches(int batchSize, long seed) {
    return new Batches(this, batchSize, seed);
  }

  String origin() {
    return origin.toString();
  }

  @Override
  public String toString() {
    return "%,d examples of %,d tokens from %s".formatted(size, context, origin);
  }
}
