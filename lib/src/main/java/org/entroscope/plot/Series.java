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

  /** Every k-th point and the last, at most so many. */
  Series thinned() {
    return thinned(MOST_POINTS);
  }

  Series thinned(int most) {
    int stride = (steps.length + most - 1) / most;
    if (stride <= 1) {
      return this;
    }
    int kept = (steps.length - 1) / stride + 1;
    boolean lastIsKept = (steps.length - 1) % stride == 0;
    int[] rows = new int[lastIsKept ? kept : kept + 1];
    Arrays.setAll(rows, i -> Math.min(i * stride, steps.length - 1));
    return new Series(
        Arrays.stream(rows).mapToDouble(row -> steps[row]).toArray(),
        Arrays.stream(rows).mapToDouble(row -> values[row]).toArray());
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
