package org.entroscope.tokens;

/**
 * Batches without end: every epoch goes through the examples once in an order of its own, drawn
 * from the seed, and leaves out the few that do not fill a batch.
 *
 * <p>A batch depends on its step alone, so a training that stopped goes on exactly where it was by
 * remembering the step number. Safe for use by several threads.
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
   * The batch of a step, batchSize x T token ids row by row.
   *
   * @param step 0, 1, 2, ... without end
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

  /** Batches before the order changes. */
  public long perEpoch() {
    return perEpoch;
  }

  /** Examples in a batch. */
  public int batchSize() {
    return batchSize;
  }

  /** Tokens in an example, T. */
  public int context() {
    return examples.context();
  }

  @Override
  public String toString() {
    return "%,d batches an epoch of %,d x %,d tokens".formatted(perEpoch, batchSize, context());
  }
}
