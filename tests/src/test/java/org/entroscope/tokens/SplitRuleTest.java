package org.entroscope.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitRuleTest {

  private static BitSet ofFiles(long... hashes) {
    return SplitRule.evaluation(hashes, IntStream.range(0, hashes.length).toArray());
  }

  @Test
  void aboutOneInTwentyIsHeldOut() {
    long[] hashes = new Random(1).longs(100_000).toArray();
    assertEquals(5000, ofFiles(hashes).cardinality(), 300);
  }

  @Test
  void onlyTheTextDecides() {
    long[] hashes = new Random(2).longs(1000).toArray();
    BitSet held = ofFiles(hashes);
    long[] more = Arrays.copyOf(hashes, 2000);
    System.arraycopy(new Random(3).longs(1000).toArray(), 0, more, 1000, 1000);
    BitSet heldOfMore = ofFiles(more);
    heldOfMore.clear(1000, 2000);
    assertEquals(held, heldOfMore);
    // if every file occurs twice, both copies are on the same side
    long[] twice = IntStream.range(0, 2000).mapToLong(i -> hashes[i % 1000]).toArray();
    BitSet heldOfTwice = ofFiles(twice);
    assertEquals(heldOfTwice.get(0, 1000), heldOfTwice.get(1000, 2000));
  }

  @Property(tries = 200)
  void neitherSideIsEmpty(@ForAll @IntRange(min = 2, max = 60) int files, @ForAll long seed) {
    BitSet held = ofFiles(new Random(seed).longs(files).toArray());
    assertFalse(held.isEmpty());
    assertTrue(held.cardinality() < files);
  }

  @Test
  void thePartsOfALongFileStayTogether() {
    // the first part of the second file decides for its other parts
    long low = 1;
    long high = -2;
    int[] files = {0, 1, 1, 1, 2};
    BitSet held = SplitRule.evaluation(new long[] {high, low, high, -1, 2L << 60}, files);
    assertEquals(BitSet.valueOf(new long[] {0b01110}), held);
  }

  @Test
  void theBlocksOfAnOnlyFileAreSplit() {
    long[] hashes = new Random(4).longs(20).toArray();
    BitSet held = SplitRule.evaluation(hashes, new int[20]);
    assertTrue(!held.isEmpty() && held.cardinality() < 10);
  }

  @Test
  void nothingCanBeHeldOutOfOneBlock() {
    assertTrue(ofFiles(7).isEmpty());
    assertTrue(ofFiles().isEmpty());
  }
}
