package org.entroscope.runs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class CompactCsvTest {

  /** A resumed training continues from these numbers, so not a single bit may change. */
  @Test
  void numbersAreReadBackToTheLastBit() {
    double[] values = {
      0.1,
      (float) 0.1,
      1 / 3.0,
      5.4210205078125,
      -0.0,
      0,
      3,
      -7,
      1e9,
      1e300,
      4.9e-324,
      Float.MIN_VALUE,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Math.nextUp(2.0)
    };
    int[] steps = new int[values.length];
    Table table =
        Table.create("t", IntColumn.create("step", steps), DoubleColumn.create("loss", values));
    byte[] csv = CompactCsv.of(table);
    Table read = CompactCsv.read("t", csv, List.of("step", "loss"), Set.of("step"));
    assertArrayEquals(values, read.doubleColumn("loss").asDoubleArray());
  }
}
