package org.entroscope.notebook;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.entroscope.files.Tables;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Formats tables for a terminal as Tablesaw prints them, but with the numbers of {@link
 * ColumnText}.
 */
final class TableText {

  private static final int MOST_ROWS = 60;
  private static final int MOST_COLUMNS = 60;

  private TableText() {}

  static String of(Table table) {
    int rows = table.rowCount();
    Table printed = Tables.create(table.name());
    table.columns().stream()
        .limit(MOST_COLUMNS)
        .forEach(column -> printed.addColumns(words(column, rows)));
    String text = printed.print(MOST_ROWS);
    return rows <= MOST_ROWS && table.columnCount() <= MOST_COLUMNS
        ? text
        : text
            + String.format(
                Locale.ROOT,
                "%n%,d rows, %,d columns; %,d rows and %,d columns shown",
                rows,
                table.columnCount(),
                Math.min(rows, MOST_ROWS),
                printed.columnCount());
  }

  private static StringColumn words(Column<?> column, int rows) {
    ColumnText text = new ColumnText(column);
    String[] words = new String[rows];
    Arrays.fill(words, ""); // Tablesaw prints only the first and the last rows
    int[] printed =
        IntStream.range(0, rows).filter(r -> Math.min(r, rows - 1 - r) < MOST_ROWS).toArray();
    for (int row : printed) {
      words[row] = text.text(row);
    }
    if (text.isNumeric()) {
      int decimals = IntStream.of(printed).map(r -> ColumnText.decimals(words[r])).max().orElse(0);
      for (int row : printed) {
        words[row] += " ".repeat(ColumnText.padding(words[row], decimals).length());
      }
    }
    return StringColumn.create(column.name(), words);
  }
}
