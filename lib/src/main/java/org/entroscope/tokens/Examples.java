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
  private final long size; // the number of these examples, spread evenly over all

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
   * Returns these examples, and checks that there is at least one.
   *
   * @throws IllegalArgumentException if there is none; the message says why, and what to change
   */
  public Examples required() {
    if (size == 0) {
      throw new IllegalArgumentException(origin.whyNone(context));
    }
    return this;
  }

  /** Returns the number of examples. */
  public long size() {
    return size;
  }

  /** Returns the number of tokens per example, T. */
  public int context() {
    return context;
  }

  /**
   * Copies an example's T tokens.
   *
   * @param index the index of the example, from 0 to size - 1
   * @throws IndexOutOfBoundsException if there is no such example, or the target has no room for it
   */
  public void read(long index, int[] target, int offset) {
    Objects.checkIndex(index, size);
    Objects.checkFromIndexSize(offset, context, target.length);
    long all = before[starts.length];
    // index * all / size, computed in two parts to avoid overflow
    long place = index * (all / size) + index * (all % size) / size;
    int found = Arrays.binarySearch(before, 0, starts.length, place);
    int document = found >= 0 ? found : -found - 2;
    file.read(starts[document] + (place - before[document]) * context, context, target, offset);
  }

  /** Returns an example's T tokens. */
  public int[] get(long index) {
    int[] tokens = new int[context];
    read(index, tokens, 0);
    return tokens;
  }

  /**
   * Returns a fixed selection of these examples, evenly spread; all of them if there are fewer.
   * Quick evaluations use it.
   *
   * @param count the number of examples, at least 1
   */
  public Examples spread(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 example, not " + count);
    }
    return new Examples(origin, file, context, starts, before, Math.min(count, size));
  }

  /**
   * Returns an endless sequence of shuffled batches.
   *
   * @param batchSize the number of examples per batch
   * @param seed the seed of the order
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
