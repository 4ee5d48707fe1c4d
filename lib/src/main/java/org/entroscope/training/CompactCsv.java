package org.entroscope.training;

import java.nio.charset.StandardCharsets;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Tables of whole numbers and floats as comma-separated values, without needless digits. */
final class CompactCsv {

  private CompactCsv() {}

  /** A header and one line a row; missing numbers are empty. */
  static byte[] of(Table table) {
    StringBuilder csv = new StringBuilder(String.join(",", table.columnNames())).append('\n');
    for (Row row : table) {
      for (int i = 0; i < table.columnCount(); i++) {
        csv.append(i == 0 ? "" : ",").append(text(table.column(i), row));
      }
      csv.append('\n');
    }
    return csv.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(Column<?> column, Row row) {
    if (column.isMissing(row.getRowNumber())) {
      return "";
    }
    double value = row.getNumber(column.name());
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    return Float.toString((float) value);
  }
}
