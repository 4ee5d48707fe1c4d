package org.entroscope.statistics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Reads a {@link HeadHistory} from a table with one row per step, layer and head. */
final class HeadTableReader {

  private final Table table;
  private final HeadQuantity quantity;
  private final int context;

  HeadTableReader(Table table, HeadQuantity quantity, int context) {
    this.table = table;
    this.quantity = quantity;
    this.context = context;
  }

  HeadHistory read() {
    int[] steps = counts("step");
    int[] layers = counts("layer");
    int[] heads = counts("head");
    double[] values = numbers(quantity.name());
    int layerCount = Arrays.stream(layers).max().orElse(0) + 1;
    int headCount = Arrays.stream(heads).max().orElse(0) + 1;
    Map<Integer, float[][]> maps = new TreeMap<>();
    Map<Integer, boolean[][]> seen = new TreeMap<>();
    for (int row = 0; row < table.rowCount(); row++) {
      maps.computeIfAbsent(steps[row], step -> new float[layerCount][headCount])[layers[row]][
              heads[row]] =
          (float) values[row];
      boolean[][] mark =
          seen.computeIfAbsent(steps[row], step -> new boolean[layerCount][headCount]);
      if (mark[layers[row]][heads[row]]) {
        throw wrong(
            "step %d has layer %d head %d twice".formatted(steps[row], layers[row], heads[row]));
      }
      mark[layers[row]][heads[row]] = true;
    }
    HeadHistory history = HeadHistory.empty();
    for (Map.Entry<Integer, float[][]> entry : maps.entrySet()) {
      complete(entry.getKey(), seen.get(entry.getKey()));
      history = history.add(entry.getKey(), new HeadValues(quantity, entry.getValue(), context));
    }
    return history;
  }

  private void complete(int step, boolean[][] seen) {
    for (int layer = 0; layer < seen.length; layer++) {
      for (int head = 0; head < seen[layer].length; head++) {
        if (!seen[layer][head]) {
          throw wrong("step %d lacks layer %d head %d".formatted(step, layer, head));
        }
      }
    }
  }

  private int[] counts(String name) {
    double[] numbers = numbers(name);
    int[] counts = new int[numbers.length];
    for (int row = 0; row < counts.length; row++) {
      counts[row] = (int) numbers[row];
      if (counts[row] != numbers[row] || counts[row] < 0) {
        throw wrong("column %s, row %d is %s, not a count".formatted(name, row, numbers[row]));
      }
    }
    return counts;
  }

  private double[] numbers(String name) {
    if (!table.containsColumn(name)) {
      throw wrong("it has no column " + name + " but " + table.columnNames());
    }
    Column<?> column = table.column(name);
    double[] numbers = new double[column.size()];
    if (column instanceof NumericColumn<?> numeric) {
      Arrays.setAll(numbers, row -> numeric.isMissing(row) ? Double.NaN : numeric.getDouble(row));
    } else if (column.countMissing() == column.size()) {
      // a column that contains only missing values has no type when it is read from a file
      Arrays.fill(numbers, Double.NaN);
    } else {
      throw wrong("column " + name + " holds " + column.type().name() + ", not numbers");
    }
    return numbers;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "table '" + table.name() + "' is not a head history: " + what);
  }
}
