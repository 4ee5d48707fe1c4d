package org.entroscope.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class HeadValuesTest {

  private static final float NAN = Float.NaN;
  private final HeadValues map = new HeadValues(new float[][] {{1, 2, 3}, {0.5f, 0.5f, 2}}, 64);

  @Test
  void holdsLayersByHeads() {
    assertEquals(2, map.layers());
    assertEquals(3, map.heads());
    assertEquals(64, map.context());
    assertEquals(3f, map.at(0, 2));
    assertEquals(3, map.max());
    assertArrayEquals(new double[] {2, 1}, map.layerMeans(), 1e-7);
  }

  @Test
  void keepsACopyOfItsValues() {
    float[][] mine = {{1, 2}};
    HeadValues copy = new HeadValues(mine, 8);
    mine[0][0] = 9;
    copy.values()[0][1] = 9;
    assertEquals(new HeadValues(new float[][] {{1, 2}}, 8), copy);
    assertEquals(new HeadValues(new float[][] {{1, 2}}, 8).hashCode(), copy.hashCode());
    assertNotEquals(new HeadValues(new float[][] {{1, 2}}, 9), copy);
  }

  @Test
  void keepsDivergedHeadsAndSaysSo() {
    HeadValues diverged =
        new HeadValues(new float[][] {{NAN, 2}, {Float.POSITIVE_INFINITY, 1}, {1, 1}}, 16);
    assertEquals(2, diverged.divergedHeads());
    assertEquals(2, diverged.max());
    assertTrue(Double.isNaN(diverged.layerMeans()[0]));
    assertEquals(1, diverged.layerMeans()[2]);
    assertTrue(
        diverged.toString().contains("2 of 6 heads diverged (NaN or infinite)"),
        diverged.toString());
    assertTrue(Double.isNaN(new HeadValues(new float[][] {{NAN}}, 2).max()));
    assertEquals(2, diverged.toTable().column("entropy").countMissing());
  }

  @Test
  void printsAnAlignedTable() {
    String text = new HeadValues(new float[][] {{1, 2, 3}, {NAN, 0.5f, 2}}, 64).toString();
    String[] lines = text.split("\\R");
    assertEquals("Head entropies in nats, T=64: ln T = 4.159, causal bound 3.206", lines[0]);
    assertEquals("layer  mean |    h0    h1    h2", lines[1]);
    assertEquals("    0  2.00 |  1.00  2.00  3.00", lines[2]);
    assertEquals("    1   NaN |   NaN  0.50  2.00", lines[3]);
  }

  @Test
  void isATableOfHeads() {
    Table table = map.toTable();
    assertEquals("[layer, head, entropy]", table.columnNames().toString());
    assertEquals(6, table.rowCount());
    assertEquals(0.5, table.doubleColumn("entropy").get(3));
    assertEquals(1, table.intColumn("layer").get(3));
  }

  @Test
  void refusesWhatIsNoMap() {
    assertEquals(
        "values must have the same heads in every layer: layer 0 has 2, layer 1 has 1",
        message(() -> new HeadValues(new float[][] {{1, 2}, {1}}, 8)));
    assertEquals(
        "context must be at least 2, not 1", message(() -> new HeadValues(new float[][] {{1}}, 1)));
    assertEquals(
        "values must hold at least one layer with at least one head",
        message(() -> new HeadValues(new float[][] {{}}, 8)));
    assertEquals(
        "no head 3 in layer 1: layers are 0 to 1, heads 0 to 2",
        assertThrows(IndexOutOfBoundsException.class, () -> map.at(1, 3)).getMessage());
  }

  private static String message(Runnable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
  }
}
