package org.entroscope.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttentionMapsTest {

  private static final int CONTEXT = 5;

  /** Returns attention in which every query attends equally to all visible tokens. */
  private static float[][] uniform() {
    float[][] matrix = new float[CONTEXT][CONTEXT];
    for (int query = 0; query < CONTEXT; query++) {
      for (int key = 0; key <= query; key++) {
        matrix[query][key] = 1f / (query + 1);
      }
    }
    return matrix;
  }

  /** Returns attention in which every query attends to a single token. */
  private static float[][] single() {
    float[][] matrix = new float[CONTEXT][CONTEXT];
    for (float[] row : matrix) {
      row[0] = 1;
    }
    return matrix;
  }

  private static AttentionMaps maps(float[][]... headsOfOneLayer) {
    return new AttentionMaps("SM", new float[][][][] {headsOfOneLayer});
  }

  @Test
  void entropiesAreThoseOfTheClosedForms() {
    HeadValues entropy = maps(uniform(), single()).entropy();
    double logs = IntStream.rangeClosed(1, CONTEXT).mapToDouble(Math::log).average().getAsDouble();
    assertEquals(logs, entropy.at(0, 0), 1e-6);
    assertEquals(logs, EntropyBound.causal(CONTEXT), 1e-9, "which is the causal bound");
    assertEquals(0, entropy.at(0, 1));
    assertEquals(CONTEXT, entropy.context());
  }

  @Test
  void aHeadOfNaNHasNoEntropyAndLeavesTheOthersTheirs() {
    float[][] broken = uniform();
    broken[3][1] = Float.NaN;
    HeadValues entropy = maps(broken, single()).entropy();
    assertTrue(Float.isNaN(entropy.at(0, 0)));
    assertEquals(0, entropy.at(0, 1));
  }

  @Test
  void aQueryThatLooksAheadIsNotCausal() {
    assertTrue(maps(uniform(), single()).isCausal());
    float[][] ahead = single();
    ahead[1][0] = 0;
    ahead[1][2] = 1;
    assertFalse(maps(uniform(), ahead).isCausal());
  }

  @Test
  void neitherWhatCameNorWhatGoesIsShared() {
    float[][] given = single();
    AttentionMaps maps = maps(given);
    given[0][0] = 7;
    maps.at(0, 0)[1][0] = 7;
    assertEquals(1, maps.at(0, 0)[0][0]);
    assertEquals(1, maps.at(0, 0)[1][0]);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    String said =
        assertThrows(IllegalArgumentException.class, () -> maps(uniform(), new float[4][4]))
            .getMessage();
    assertEquals(
        "every head must have 5 queries and 5 keys like head 0 of layer 0, but head 1 of layer 0"
            + " does not",
        said);
    assertThrows(IllegalArgumentException.class, () -> new AttentionMaps("SM", new float[0][][][]));
    assertTrue(
        assertThrows(IndexOutOfBoundsException.class, () -> maps(single()).at(0, 1))
            .getMessage()
            .contains("1"));
  }
}
