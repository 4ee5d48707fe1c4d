package org.entroscope.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepeatedPiecesTest {

  private static final int LENGTH = 64;

  private static String text(Corpus corpus) {
    return corpus.documents().map(Document::text).collect(Collectors.joining());
  }

  @Test
  void everyExampleIsAPieceThatComesAgain() {
    String source =
        IntStream.range(0, 400).mapToObj(i -> i + "\u00e9;").collect(Collectors.joining());
    String repeated = text(RepeatedPieces.of(Corpus.of(source), LENGTH));
    assertEquals(0, repeated.length() % LENGTH);
    String rest = source.replace("\u00e9", "");
    for (int at = 0; at < repeated.length(); at += LENGTH) {
      String example = repeated.substring(at, at + LENGTH);
      int period =
          IntStream.rangeClosed(8, LENGTH / 2)
              .filter(p -> example.startsWith(example.substring(p)))
              .findFirst()
              .orElse(0);
      assertTrue(period > 0, example);
      assertTrue(rest.contains(example.substring(0, period)), example);
    }
    assertEquals(repeated, text(RepeatedPieces.of(Corpus.of(source), LENGTH)), "deterministic");
  }

  @Test
  void refusesWhatHoldsNoPiece() {
    assertThrows(
        IllegalArgumentException.class, () -> RepeatedPieces.of(Corpus.of("short"), LENGTH));
    assertThrows(
        IllegalArgumentException.class, () -> RepeatedPieces.of(Corpus.of("enough text"), 15));
  }
}
