package org.entroscope.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.entroscope.statistics.HeadDistribution.Reference;
import org.junit.jupiter.api.Test;

class HeadDistributionTest {

  private static HeadValues map(float... heads) {
    return new HeadValues(new float[][] {heads}, 128);
  }

  @Test
  void rangesIncludeTheirLowerEdge() {
    HeadDistribution edges = HeadDistribution.of(map(0, 0.999f, 1, 1.999f, 2, 2.999f, 3, 4));
    assertArrayEquals(new int[] {2, 2, 2, 2}, edges.counts());
    assertArrayEquals(new double[] {0.25, 0.25, 0.25, 0.25}, edges.shares());
    assertEquals(4, edges.max());
  }

  @Test
  void referenceDecidesTheRanges() {
    HeadValues alike = map(0.5f, 0.45f, 0.48f, 0.49f);
    assertArrayEquals(new int[] {0, 0, 0, 4}, HeadDistribution.of(alike).counts());
    assertArrayEquals(
        new int[] {4, 0, 0, 0}, HeadDistribution.of(alike, Reference.CAUSAL_BOUND).counts());
    float threeQuarters = 3.2f; // relative to the causal bound 3.878, not to ln T = 4.852
    assertArrayEquals(
        new int[] {0, 0, 0, 1},
        HeadDistribution.of(map(threeQuarters), Reference.CAUSAL_BOUND).counts());
    assertArrayEquals(
        new int[] {0, 0, 1, 0},
        HeadDistribution.of(map(threeQuarters), Reference.MAXIMUM).counts());
  }

  @Test
  void countsDivergedHeadsApart() {
    HeadDistribution some = HeadDistribution.of(map(1, Float.NaN, 4, 4));
    assertEquals(1, some.diverged());
    assertEquals(4, some.heads());
    assertArrayEquals(new double[] {0, 0.25, 0, 0.5}, some.shares());
    assertEquals(
        "0% | 25% | 0% | 50% of 4 heads, max = largest head 4.000, 1 NaN or infinite", some + "");
    assertArrayEquals(new int[4], HeadDistribution.of(map(Float.NaN)).counts());
  }

  @Test
  void aModelCollapsedWholeIsInTheLowestRange() {
    assertArrayEquals(new int[] {2, 0, 0, 0}, HeadDistribution.of(map(0, 0)).counts());
  }

  @Test
  void comparesRunsByName() {
    HeadDistributionComparison comparison =
        HeadDistribution.compare(named("SM", map(1, 4)), named("SM", map(4, 4)));
    assertEquals(List.of("SM", "SM (2)"), List.copyOf(comparison.distributions().keySet()));
    assertEquals(0.5, comparison.toTable().doubleColumn("[max/4, max/2)").get(0));
    assertEquals(1.0, comparison.toTable().doubleColumn("[3max/4, max]").get(1));
    assertTrue(comparison.toString().contains("SM (2)  0% | 0% | 0% | 100% of 2 heads"));
    assertEquals(
        "nothing to compare: give at least one model",
        assertThrows(IllegalArgumentException.class, HeadDistribution::compare).getMessage());
  }

  private static HasEntropy named(String name, HeadValues map) {
    return new HasEntropy() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public HeadValues entropy() {
        return map;
      }
    };
  }
}
