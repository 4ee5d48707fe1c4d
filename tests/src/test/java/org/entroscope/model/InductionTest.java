package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.statistics.AttentionMaps;
import org.junit.jupiter.api.Test;

class InductionTest {

  private static final ModelShape SHAPE = new ModelShape(2, 3, 12, 16, 256);

  @Test
  void sharesAreThoseOfTheAttentionOnRepeatedTokens() {
    try (Gpt gpt = Gpt.create(Architecture.of("SM + LN + G"), SHAPE, 3)) {
      Induction found = Induction.of(gpt);
      assertEquals(2, found.induction().layers());
      assertEquals(3, found.induction().heads());
      // an untrained model attends to all visible keys almost equally
      double previous = 0;
      for (int query = 1; query < 16; query++) {
        previous += 1.0 / (query + 1) / 15;
      }
      double induction = 0;
      for (int query = 8; query < 16; query++) {
        induction += 1.0 / (query + 1) / 8;
      }
      assertEquals(previous, found.previousToken().at(1, 2), 0.02);
      assertEquals(induction, found.induction().at(1, 2), 0.02);
      assertEquals(Math.log(256), found.firstLoss(), 0.5);
      assertEquals(found.firstLoss(), found.secondLoss(), 0.3, "nothing was learned");
      assertTrue(found.toString().contains("induction heads: none"), found::toString);
      assertEquals(6, found.toTable().rowCount());
    }
  }

  /** Intervenes in a head and checks that it attends to the previous token. */
  @Test
  void aHeadThatIsMadeToLookBackIsFound() {
    try (Gpt gpt = Gpt.create(Architecture.of("SM"), SHAPE, 3)) {
      AttentionMaps maps = gpt.attention("abcdabcd");
      Hook previous = Intervention.on(0, 1).oneHot(Intervention.Key.PREVIOUS);
      float[][] row =
          gpt.runWithCache(new int[] {97, 98, 99}, previous, "layer.0.attention.probabilities")
              .matrix("layer.0.attention.probabilities", 1);
      assertEquals(1, row[2][1], 1e-6);
      assertEquals("b", maps.tokens().get(1));
    }
  }

  @Test
  void refusesWhatCannotComeTwice() {
    try (Gpt gpt = Gpt.create(Architecture.of("SM"), SHAPE, 3)) {
      String said =
          assertThrows(IllegalArgumentException.class, () -> Induction.of(gpt, "aaaa"))
              .getMessage();
      assertTrue(said.contains("not 1 and 16"), said);
    }
    ModelShape idsOnly = new ModelShape(1, 1, 8, 16, 40);
    try (Gpt gpt = Gpt.create(Architecture.of("SM"), idsOnly, 3)) {
      assertThrows(IllegalStateException.class, () -> Induction.of(gpt));
      assertEquals(0, gpt.attention(1, 2, 3).tokens().size(), "no tokenizer, no texts");
    }
  }
}
