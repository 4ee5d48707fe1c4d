package org.entroscope.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainEntropyTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 128, 1000})
  void uniformRowHasLogOfItsLength(int n) {
    double[] row = new double[n];
    Arrays.fill(row, 1.0 / n);
    assertEquals(Math.log(n), PlainEntropy.of(row), 1e-12);
  }

  @Test
  void oneHotRowHasNone() {
    assertEquals(0, PlainEntropy.of(0, 1, 0));
    assertEquals(-0.25 * Math.log(0.25) - 0.75 * Math.log(0.75), PlainEntropy.of(0.25, 0.75));
    assertArrayEquals(
        new double[] {0, Math.log(2)}, PlainEntropy.of(new double[][] {{1}, {0.5, 0.5}}), 1e-15);
  }

  @ParameterizedTest
  @CsvSource({"128, 3.878, 4.852", "2, 0.347, 0.693", "1, 0, 0"})
  void boundsOfTheCausalMask(int context, double causal, double maximum) {
    assertEquals(causal, EntropyBound.causal(context), 5e-4);
    assertEquals(maximum, EntropyBound.maximum(context), 5e-4);
  }

  @Test
  void uniformCausalAttentionReachesItsBound() {
    int context = 16;
    float[][] uniform = new float[context][context];
    float[][] diagonal = new float[context][context];
    for (int query = 0; query < context; query++) {
      Arrays.fill(uniform[query], 0, query + 1, 1f / (query + 1));
      diagonal[query][query] = 1;
    }
    float[] heads =
        PlainEntropy.ofAttention(new float[][][][] {{uniform, diagonal}, {uniform, uniform}});
    assertEquals(EntropyBound.causal(context), heads[0], 1e-5);
    assertEquals(EntropyBound.causal(context) / 2, heads[1], 1e-5);
    assertEquals(Math.log(4), EntropyBound.causalQuery(3));
  }

  @Test
  void refusesWhatIsNoDistribution() {
    assertEquals(
        "probabilities must sum to 1, but sums to 0.9", message(() -> PlainEntropy.of(0.4, 0.5)));
    assertEquals(
        "rows[1][0] must be a probability from 0 to 1, not -0.5",
        message(() -> PlainEntropy.of(new double[][] {{1}, {-0.5, 1.5}})));
    assertEquals(
        "attention[0][1][0][1] must be a probability from 0 to 1, not NaN",
        message(() -> PlainEntropy.ofAttention(new float[][][][] {{{{1, 0}}, {{1, Float.NaN}}}})));
    assertEquals("probabilities must sum to 1, but sums to 0.0", message(PlainEntropy::of));
    assertTrue(
        message(() -> EntropyBound.causal(0)).startsWith("context must be at least 1, not 0"));
    assertEquals(PlainEntropy.of(0.5, 0.5), PlainEntropy.of(0.5, 0.5004), 1e-3);
  }

  private static String message(Runnable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
  }
}
