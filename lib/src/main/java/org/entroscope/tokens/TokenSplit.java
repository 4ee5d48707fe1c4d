package org.entroscope.tokens;

import java.util.Arrays;
import java.util.BitSet;

/** One side of a {@link TokenizedCorpus}: the training documents or the held-out documents. */
public final class TokenSplit {

  private final String name;
  private final TokenFile file;
  private final BitSet documents;
  private final long tokens;

  TokenSplit(String name, TokenFile file, BitSet documents) {
    this.name = name;
    this.file = file;
    this.documents = documents;
    this.tokens =
        documents.stream()
            .mapToLong(document -> file.start(document + 1) - file.start(document))
            .sum();
  }

  /** Returns the number of documents, which are files or parts of long files. */
  public int documents() {
    return documents.cardinality();
  }

  /** Returns the number of tokens. */
  public long tokens() {
    return tokens;
  }

  /**
   * Cuts the documents into examples of exactly T tokens. Each document is cut separately from its
   * beginning, and the rest at its end is dropped.
   *
   * @param context the context length T, at least 1
   * @return the examples; there may be none
   */
  public Examples examples(int context) {
    if (context < 1) {
      throw new IllegalArgumentException("an example has at least 1 token, not " + context);
    }
    int longEnough =
        (int) documents.stream().filter(d -> file.start(d + 1) - file.start(d) >= context).count();
    long[] starts = new long[longEnough];
    long[] before = new long[longEnough + 1];
    int i = 0;
    for (int d = documents.nextSetBit(0); d >= 0; d = documents.nextSetBit(d + 1)) {
      long examples = (file.start(d + 1) - file.start(d)) / context;
      if (examples > 0) {
        starts[i] = file.start(d);
        before[i + 1] = before[i] + examples;
        i++;
      }
    }
    return new Examples(this, file, context, starts, before, before[i]);
  }

  /** Returns a message which says why there is no example of T tokens, and what to change. */
  String whyNone(int context) {
    long texts = Arrays.stream(file.hashes()).distinct().limit(2).count();
    if (documents.isEmpty() && texts == 1) {
      return ("%s is empty: all %,d parts of the corpus have the same text, and copies of a text"
              + " stay on one side; add other text, or choose what to hold out: on(corpus,"
              + " heldOut)")
          .formatted(name, file.documents());
    }
    long longest =
        documents.stream().mapToLong(d -> file.start(d + 1) - file.start(d)).max().orElse(0);
    return ("%s has no %,d tokens in a row: its longest document has %,d; take a larger corpus or a"
            + " shorter context")
        .formatted(name, context, longest);
  }

  @Override
  public String toString() {
    return "%s: %,d tokens in %,d documents".formatted(name, tokens, documents());
  }
}
