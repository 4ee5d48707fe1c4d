package org.entroscope.plot;

import java.util.Arrays;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/** Numbers against steps, without the steps at which there is none. */
record Series(double[] steps, double[] values) {

  /** More points than a screen has columns of pixels are not worth their bytes. */
  private static final int MOST_POINTS = 600;

  /** A column of a table against its column {@code step}; empty where there is no such column. */
  static Series of(String model, Table table, String column) {
    if (!table.containsColumn("step")) {
      throw new IllegalArgumentException(
          "the metrics of '%s' need a column step; they have %s"
              .formatted(model, table.columnNames()));
    }
    if (!table.containsColumn(column) || table.column(column).countMissing() == table.rowCount()) {
      return new Series(new double[0], new double[0]);
    }
    NumericColumn<?> steps = table.numberColumn("step");
    NumericColumn<?> values = table.numberColumn(column);
    int[] rows = values.isNotMissing().toArray();
    return new Series(
        Arrays.stream(rows).mapToDouble(steps::getDouble).toArray(),
        Arrays.stream(rows).mapToDouble(values::getDouble).toArray());
  }

  boolean isEmpty() {
    return steps.length == 0;
  }

  double last() {
    return values[values.length - 1];
  }

  /** As many points as a figure is wide; see {@link #thinned(int)}. */
  Series thinned() {
    return thinned(MOST_POINTS);
  }

  /**
   * A limited number of points: the first, the last, and the smallest and largest of every stretch
   * between them. So a single step of instability stays to be seen, and so does a gap.
   */
  Series thinned(int most) {
    int n = steps.length;
    if (n <= most) {
      return this;
    }
    int stretches = (most - 2) / 2;
    IntStream.Builder rows = IntStream.builder().add(0);
    for (int i = 0; i < stretches; i++) {
      int from = 1 + (int) ((long) i * (n - 2) / stretches);
      int to = 1 + (int) ((long) (i + 1) * (n - 2) / stretches);
      int low = extreme(from, to, -1);
      int high = extreme(from, to, 1);
      rows.add(Math.min(low, high));
      if (low != high) {
        rows.add(Math.max(low, high));
      }
    }
    int[] kept = rows.add(n - 1).build().toArray();
    return new Series(
        Arrays.stream(kept).mapToDouble(row -> steps[row]).toArray(),
        Arrays.stream(kept).mapToDouble(row -> values[row]).toArray());
  }

  /** Where the largest value (sign 1) or the smallest (-1) is, or the first that is not finite. */
  private int extreme(int from, int to, int sign) {
    int best = from;
    for (int row = from; row < to; row++) {
      if (!Double.isFinite(values[row])) {
        return row;
      }
      if (sign * values[row] > sign * values[best]) {
        best = row;
      }
    }
    return best;
  }

  /** Without what has no logarithm. */
  Series positive() {
    int[] rows =
        IntStream.range(0, values.length)
            .filter(row -> values[row] > 0 && Double.isFinite(values[row]))
            .toArray();
    return new Series(
        Arrays.stream(rows).mapToDouble(row -> steps[row]).toArray(),
        Arrays.stream(rows).mapToDouble(row -> values[row]).toArray());
  }

  Series exp() {
    return new Series(steps, Arrays.stream(values).map(Math::exp).toArray());
  }
}
