package org.entroscope.corpus;

import java.util.Random;
import java.util.stream.Stream;

/**
 * Text in which a look back pays: short pieces of a corpus, each repeated until it fills an
 * example. Models that are trained on it form induction heads within a minute, which on plain text
 * takes far more tokens.
 */
public final class RepeatedPieces {

  /** Shortest piece, in characters. */
  private static final int SHORTEST = 8;

  /** Characters in all: enough for a few thousand steps without a repetition of examples. */
  private static final int MOST = 4_000_000;

  private static final long SEED = 1337;

  private RepeatedPieces() {}

  /**
   * Repeats pieces of 8 to {@code length / 2} characters.
   *
   * @param source whose ASCII characters are taken, so that each is one byte
   * @param length of an example in characters, T of a model of bytes; at least 16
   * @throws IllegalArgumentException if the length is too small or the source has no such text
   */
  public static Corpus of(Corpus source, int length) {
    if (length < 2 * SHORTEST) {
      throw new IllegalArgumentException(
          "an example must have at least %d characters, not %d".formatted(2 * SHORTEST, length));
    }
    Random random = new Random(SEED);
    StringBuilder repeated = new StringBuilder(MOST + length);
    try (Stream<Document> documents = source.documents()) {
      documents
          .takeWhile(document -> repeated.length() < MOST)
          .forEach(document -> append(repeated, document.text(), length, random));
    }
    if (repeated.isEmpty()) {
      throw new IllegalArgumentException(source.name() + " has no text to repeat pieces of");
    }
    return Corpus.of(repeated.toString());
  }

  private static void append(StringBuilder repeated, String text, int length, Random random) {
    String plain = text.replaceAll("[^\\x00-\\x7F]", "");
    int at = 0;
    while (repeated.length() < MOST) {
      int piece = SHORTEST + random.nextInt(length / 2 - SHORTEST + 1);
      if (at + piece > plain.length()) {
        return;
      }
      for (int i = 0; i < length; i++) {
        repeated.append(plain.charAt(at + i % piece));
      }
      at += piece;
    }
  }
}
