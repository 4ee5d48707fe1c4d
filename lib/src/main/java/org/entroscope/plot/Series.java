package org.entroscope.plot;

import java.util.Arrays;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/** Numbers against steps, without steps that have no number. */
record Series(double[] steps, double[] values) {

  /** The largest number of points. A screen does not show more of them. */
  private static final int MOST_POINTS = 600;

  /**
   * Reads a column of a table against its column {@code step}; empty if the column does not exist.
   */
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

  /** Returns at most as many points as a figure can show; see {@link #thinned(int)}. */
  Series thinned() {
    return thinned(MOST_POINTS);
  }

  /**
   * Returns a limited number of points: the first, the last, and the smallest and largest of every
   * section between them. Therefore a single unstable step or a gap remains visible.
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

  /**
   * Returns the index of the largest (sign 1) or smallest (-1) value, or of the first non-finite
   * one.
   */
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

  /** Returns the series without values that are not positive. */
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
