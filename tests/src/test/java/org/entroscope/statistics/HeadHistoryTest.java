package org.entroscope.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

class HeadHistoryTest {

  private final HeadHistory history =
      HeadHistory.empty().add(0, map(1, 2, 3, 4)).add(100, map(0, 1, Float.NaN, 2));

  private static HeadValues map(float a, float b, float c, float d) {
    return new HeadValues(new float[][] {{a, b}, {c, d}}, 32);
  }

  @Test
  void growsWithoutChangingWhatOthersRead() {
    HeadHistory longer = history.add(200, map(1, 1, 1, 1));
    assertEquals(2, history.size());
    assertArrayEquals(new int[] {0, 100, 200}, longer.steps());
    assertEquals(map(1, 1, 1, 1), longer.last());
    assertEquals(history.map(1), longer.map(1));
  }

  @Test
  void hasOneSeriesALayer() {
    double[][] series = history.layerMeans();
    assertArrayEquals(new double[] {1.5, 0.5}, series[0]);
    assertArrayEquals(new double[] {3.5, Double.NaN}, series[1]);
    assertEquals(0, HeadHistory.empty().layerMeans().length);
  }

  @Test
  void survivesATable() {
    assertEquals(8, history.toTable().rowCount());
    assertEquals(history, HeadHistory.fromTable(history.toTable(), 32));
    assertEquals(HeadHistory.empty(), HeadHistory.fromTable(HeadHistory.empty().toTable(), 32));
  }

  @Test
  void survivesCsvEvenWhenEveryHeadDiverged() {
    HeadHistory lost = HeadHistory.empty().add(7, map(Float.NaN, Float.NaN, Float.NaN, Float.NaN));
    for (HeadHistory written : new HeadHistory[] {history, lost}) {
      StringWriter csv = new StringWriter();
      written.toTable().write().csv(csv);
      Table read = Table.read().usingOptions(CsvReadOptions.builderFromString(csv.toString()));
      assertEquals(written, HeadHistory.fromTable(read, 32), csv.toString());
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertEquals("steps must ascend: step 100 comes after step 100", message(100, map(1, 1, 1, 1)));
    assertEquals(
        "all maps of a history belong to one model and quantity: step 101 has L=1 H=1 T=32"
            + " entropy, the steps before it have L=2 H=2 T=32 entropy",
        message(101, new HeadValues(new float[][] {{1}}, 32)));
    assertThrows(IllegalStateException.class, () -> HeadHistory.empty().last());
    Table table = history.toTable();
    assertEquals(
        "table 'Head history: entropy' is not a head history: step 100 lacks layer 1 head 1",
        fromTable(table.first(7)));
    assertTrue(fromTable(table.copy().removeColumns("head")).contains("it has no column head"));
    assertTrue(
        fromTable(table.copy().append(table.first(1))).contains("step 0 has layer 0 head 0 twice"));
  }

  private String message(int step, HeadValues map) {
    return assertThrows(IllegalArgumentException.class, () -> history.add(step, map)).getMessage();
  }

  private static String fromTable(Table table) {
    return assertThrows(IllegalArgumentException.class, () -> HeadHistory.fromTable(table, 32))
        .getMessage();
  }
}
