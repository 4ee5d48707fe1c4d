package org.entroscope.tokens;

/**
 * An endless sequence of batches. Every epoch visits the examples once in a new order, which is
 * drawn from the seed, and leaves out the last few examples that do not fill a batch.
 *
 * <p>A batch depends only on its step, so a stopped training can continue exactly where it was if
 * it knows the step number. This class is safe for use by several threads.
 */
public final class Batches {

  private final Examples examples;
  private final int batchSize;
  private final long seed;
  private final long perEpoch;

  Batches(Examples examples, int batchSize, long seed) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch holds at least 1 example, not " + batchSize);
    }
    if ((long) batchSize * examples.context() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a batch of %,d x %,d tokens does not fit into one array"
              .formatted(batchSize, examples.context()));
    }
    if (examples.size() < batchSize) {
      throw new IllegalArgumentException(
          "a batch of %,d examples is too large: there are only %,d of %,d tokens in %s; take more"
                  .formatted(batchSize, examples.size(), examples.context(), examples.origin())
              + " text, a smaller batch or a smaller context");
    }
    this.examples = examples;
    this.batchSize = batchSize;
    this.seed = seed;
    perEpoch = examples.size() / batchSize;
  }

  /**
   * Returns the batch of a step: batchSize x T token ids in row-major order.
   *
   * @param step the number of the step, counted from 0; there is no upper limit
   * @throws IndexOutOfBoundsException if the step is negative
   */
  public int[] at(long step) {
    if (step < 0) {
      throw new IndexOutOfBoundsException("steps begin at 0, not at " + step);
    }
    long epoch = step / perEpoch;
    long first = step % perEpoch * batchSize;
    Permutation order = new Permutation(examples.size(), Permutation.mix(seed) + epoch);
    int context = examples.context();
    int[] tokens = new int[batchSize * context];
    for (int row = 0; row < batchSize; row++) {
      examples.read(order.at(first + row), tokens, row * context);
    }
    return tokens;
  }

  /** Returns the number of batches per epoch. */
  public long perEpoch() {
    return perEpoch;
  }

  /** Returns the number of examples per batch. */
  public int batchSize() {
    return batchSize;
  }

  /** Returns the number of tokens per example, T. */
  public int context() {
    return examples.context();
  }

  @Override
  public String toString() {
    return "%,d batches per epoch of %,d x %,d tokens".formatted(perEpoch, batchSize, context());
  }
}
