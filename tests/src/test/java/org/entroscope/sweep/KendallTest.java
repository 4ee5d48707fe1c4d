package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KendallTest {

  @Test
  void theSameOrderHasOneTheReverseMinusOne() {
    assertEquals(1, Kendall.tau(new double[] {1, 2, 3, Double.POSITIVE_INFINITY}));
    assertEquals(-1, Kendall.tau(new double[] {9, 4, 3, 1}));
  }

  @Test
  void oneSwapOfNeighboursCostsTwoPairs() {
    assertEquals(1 - 2 * 1 / 6.0, Kendall.tau(new double[] {1, 3, 2, 4}), 1e-12);
  }

  @Test
  void twoOfTheSameRankCountForNeither() {
    double infinity = Double.POSITIVE_INFINITY;
    assertEquals(2 / 3.0, Kendall.tau(new double[] {1, infinity, infinity}), 1e-12);
  }

  /** The values are from the exact null distribution in Kendall, Rank Correlation Methods. */
  @ParameterizedTest
  @CsvSource({
    "2, 0, 0.5",
    "3, 0, 0.166666666667",
    "4, 0, 0.041666666667",
    "4, 1, 0.166666666667",
    "4, 2, 0.375",
    "5, 1, 0.041666666667",
    "5, 2, 0.116666666667",
    "6, 1, 0.008333333333",
    "6, 3, 0.068055555556",
    "6, 15, 1"
  })
  void chanceIsTheShareOfPermutations(int n, int discordant, double probability) {
    assertEquals(probability, Kendall.pValue(n, discordant), 1e-11);
  }
}
