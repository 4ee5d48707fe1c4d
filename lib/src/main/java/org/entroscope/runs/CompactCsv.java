package org.entroscope.runs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.entroscope.files.Tables;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Reads and writes tables of numbers, and of texts about overflows, as comma-separated values. It
 * does not use a parser with its own threads, which an interrupt would disturb.
 */
final class CompactCsv {

  private CompactCsv() {}

  /**
   * Returns a header and one line per row. Numbers are written exactly, and missing numbers are
   * empty.
   */
  static byte[] of(Table table) {
    return of(table, false);
  }

  /** Returns a header and one line per row, with numbers rounded to single precision. */
  static byte[] single(Table table) {
    return of(table, true);
  }

  private static byte[] of(Table table, boolean single) {
    StringBuilder csv = new StringBuilder(String.join(",", table.columnNames())).append('\n');
    for (Row row : table) {
      for (int i = 0; i < table.columnCount(); i++) {
        csv.append(i == 0 ? "" : ",").append(text(table.column(i), row, single));
      }
      csv.append('\n');
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Column<?> column, Row row, boolean single) {
    if (column.isMissing(row.getRowNumber())) {
      return "";
    }
    if (column instanceof StringColumn words) {
      return words
          .get(row.getRowNumber())
          .replaceAll("[,\\p{Cntrl}]", " "); // these characters separate fields and lines
    }
    double value = row.getNumber(column.name());
    boolean negativeZero = value == 0 && 1 / value < 0;
    if (value == Math.rint(value) && Math.abs(value) < 1e9 && !negativeZero) {
      return Long.toString((long) value);
    }
    return single ? Float.toString((float) value) : Double.toString(value);
  }

  /**
   * Reads a table of numbers.
   *
   * @param columns the columns that the header must have; the columns in {@code counts} contain
   *     whole numbers
   * @throws IllegalArgumentException if it is another table, or a field is not a number
   */
  static Table read(String name, byte[] content, List<String> columns, Set<String> counts) {
    List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty() || !Arrays.asList(lines.get(0).split(",")).equals(columns)) {
      throw new IllegalArgumentException("its columns are not " + String.join(",", columns));
    }
    Table table = Tables.create(name);
    for (String column : columns) {
      table.addColumns(created(column, counts));
    }
    for (int line = 1; line < lines.size(); line++) {
      String[] fields = lines.get(line).split(",", -1);
      if (fields.length != columns.size()) {
        throw new IllegalArgumentException("line " + (line + 1) + " has another number of fields");
      }
      for (int i = 0; i < fields.length; i++) {
        append(table.column(i), fields[i], line + 1);
      }
    }
    return table;
  }

  private static Column<?> created(String name, Set<String> counts) {
    if (name.equals(SkippedSteps.OVERFLOW)) {
      return StringColumn.create(name);
    }
    return counts.contains(name) ? IntColumn.create(name) : DoubleColumn.create(name);
  }

  private static void append(Column<?> column, String field, int line) {
    try {
      if (column instanceof IntColumn whole) {
        whole.append(Integer.parseInt(field));
      } else if (column instanceof DoubleColumn number) {
        number.append(field.isEmpty() ? Double.NaN : Double.parseDouble(field));
      } else {
        column.appendCell(field);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "line %d, %s: '%s' is no number".formatted(line, column.name(), field), e);
    }
  }
}
