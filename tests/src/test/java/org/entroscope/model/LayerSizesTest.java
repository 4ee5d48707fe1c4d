package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.junit.jupiter.api.Test;

class LayerSizesTest {

  private static final int[] TOKENS = {5, 1, 7, 7, 2, 9};

  @Test
  void numbersAreThoseOfTheActivations() {
    ModelShape shape = new ModelShape(3, 2, 8, 8, 16);
    try (Gpt gpt = Gpt.create(Architecture.of("SM + LN + G"), shape, 11)) {
      LayerSizes sizes = LayerSizes.of("tiny", gpt, TOKENS);
      ActivationCache cache =
          gpt.runWithCache(
              TOKENS, "residual.1.ffn", "residual.embedding", "layer.2.attention.scores");
      assertEquals(3, sizes.residual().length);
      assertEquals(rootMeanSquare(cache.values("residual.embedding")), sizes.residual()[0], 1e-9);
      assertEquals(rootMeanSquare(cache.values("residual.1.ffn")), sizes.residual()[2], 1e-9);
      double sum = 0;
      for (int head = 0; head < 2; head++) {
        for (int query = 1; query < TOKENS.length; query++) {
          double mean = 0;
          double square = 0;
          for (int key = 0; key <= query; key++) {
            double score = cache.at("layer.2.attention.scores", head, query, key);
            mean += score / (query + 1);
            square += score * score / (query + 1);
          }
          sum += (square - mean * mean) / (2 * (TOKENS.length - 1));
        }
      }
      assertEquals(Math.sqrt(sum), sizes.scores()[2], 1e-6, "without what the mask hides");
      assertEquals(3, sizes.toTable().rowCount());
      assertThrows(IllegalArgumentException.class, () -> LayerSizes.of("tiny", gpt, 3));
    }
  }

  private static double rootMeanSquare(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * (double) value / values.length;
    }
    return Math.sqrt(sum);
  }
}
