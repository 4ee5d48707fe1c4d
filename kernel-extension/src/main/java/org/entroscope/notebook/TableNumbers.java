package org.entroscope.notebook;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import tech.tablesaw.api.NumberColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Numbers of a table with as many digits as one reads: about four, alike in a column, and no more
 * than the numbers have.
 */
final class TableNumbers {

  private static final int DIGITS = 4;
  private static final int MOST_DECIMALS = 8;

  private TableNumbers() {}

  /** A copy whose columns of floating-point numbers print rounded. */
  static Table rounded(Table table) {
    Table copy = table.copy();
    for (Column<?> column : copy.columns()) {
      if (column instanceof NumberColumn<?, ?> numbers && !isWhole(column)) {
        numbers.setPrintFormatter(format(numbers), "");
      }
    }
    return copy.setName(table.name());
  }

  private static boolean isWhole(Column<?> column) {
    return switch (column.type().name()) {
      case "DOUBLE", "FLOAT" -> false;
      default -> true;
    };
  }

  private static DecimalFormat format(NumberColumn<?, ?> numbers) {
    double largest = 0;
    int written = 0;
    for (int row = 0; row < numbers.size(); row++) {
      double value = numbers.getDouble(row);
      if (Double.isFinite(value)) {
        largest = Math.max(largest, Math.abs(value));
        written = Math.max(written, decimals(value));
      }
    }
    int needed = largest == 0 ? 0 : DIGITS - 1 - (int) Math.floor(Math.log10(largest));
    int decimals = Math.max(0, Math.min(Math.min(needed, written), MOST_DECIMALS));
    String pattern = "#,##0" + (decimals == 0 ? "" : "." + "0".repeat(decimals));
    // a column of very small numbers would print as zeros
    boolean tiny = largest > 0 && needed > MOST_DECIMALS;
    return new DecimalFormat(
        tiny ? "0.###E0" : pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
  }

  private static int decimals(double value) {
    return Math.max(0, new BigDecimal(Double.toString(value)).stripTrailingZeros().scale());
  }
}
