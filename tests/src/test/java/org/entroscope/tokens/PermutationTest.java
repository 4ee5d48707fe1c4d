package org.entroscope.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PermutationTest {

  @Property(tries = 300)
  void everyValueHasOnePlace(@ForAll @IntRange(min = 1, max = 3000) int size, @ForAll long seed) {
    Permutation order = new Permutation(size, seed);
    BitSet seen = new BitSet();
    for (int i = 0; i < size; i++) {
      seen.set(Math.toIntExact(order.at(i)));
    }
    assertEquals(size, seen.cardinality());
    assertEquals(size, seen.length());
  }

  @Property(tries = 200)
  void largeSizesStayWithin(
      @ForAll @LongRange(min = 1L << 33, max = Long.MAX_VALUE / 2) long size, @ForAll long seed) {
    Permutation order = new Permutation(size, seed);
    for (long place : new long[] {0, 1, size / 2, size - 1}) {
      long value = order.at(place);
      assertTrue(value >= 0 && value < size);
    }
  }

  /**
   * All 24 orders of four values occur about equally often: chi-squared with 23 degrees is below
   * 60.
   */
  @Test
  void allOrdersOfFewAreReached() {
    int[] counts = new int[256];
    int seeds = 24_000;
    for (int seed = 0; seed < seeds; seed++) {
      Permutation order = new Permutation(4, seed);
      counts[(int) (order.at(0) | order.at(1) << 2 | order.at(2) << 4 | order.at(3) << 6)]++;
    }
    double chiSquared = 0;
    int reached = 0;
    for (int count : counts) {
      if (count > 0) {
        reached++;
        chiSquared += Math.pow(count - seeds / 24.0, 2) / (seeds / 24.0);
      }
    }
    assertEquals(24, reached);
    assertTrue(chiSquared < 60, "chi-squared " + chiSquared);
  }

  @Test
  void neighboursAreTornApart() {
    Permutation order = new Permutation(100_000, 7);
    int close = 0;
    for (int i = 1; i < 100_000; i++) {
      close += Math.abs(order.at(i) - order.at(i - 1)) < 1000 ? 1 : 0;
    }
    // 2 in 100 pairs of independent uniform values are this close
    assertEquals(2000, close, 300);
  }

  @Test
  void seedsGiveDifferentOrders() {
    Set<Long> firsts = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      firsts.add(new Permutation(1_000_000, seed).at(0));
    }
    assertTrue(firsts.size() > 95);
  }

  @Test
  void placesOutsideAreRefused() {
    assertThrows(IndexOutOfBoundsException.class, () -> new Permutation(3, 0).at(3));
    assertThrows(IndexOutOfBoundsException.class, () -> new Permutation(3, 0).at(-1));
    assertThrows(IllegalArgumentException.class, () -> new Permutation(0, 0));
  }
}
