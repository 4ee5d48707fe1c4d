package org.entroscope.notebook;

import java.util.regex.Pattern;
import org.entroscope.plot.NumberText;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * Formats a column of a table as text: floating-point numbers with {@link NumberText}, unless the
 * column has its own print formatter, and everything else as Tablesaw prints it.
 *
 * <p>Tablesaw treats NaN as a missing value, so both are shown as an empty cell.
 */
record ColumnText(Column<?> column) {

  /** The formatter of columns without their own formatter. */
  private static final NumberColumnFormatter DOUBLES = standard(ColumnType.DOUBLE);

  private static final NumberColumnFormatter FLOATS = standard(ColumnType.FLOAT);

  private static final Pattern PLAIN = Pattern.compile("-?[\\d,]+(\\.\\d+)?");

  private static NumberColumnFormatter standard(ColumnType type) {
    NumberColumnFormatter formatter = NumberColumnFormatter.floatingPointDefault();
    formatter.setColumnType(type);
    return formatter;
  }

  boolean isNumeric() {
    return column instanceof NumericColumn;
  }

  /** Returns whether an empty cell of this column may be a NaN. */
  boolean mayHideNaN() {
    return (column instanceof DoubleColumn || column instanceof FloatColumn)
        && column.countMissing() > 0;
  }

  boolean isMissing(int row) {
    return column.isMissing(row);
  }

  /** Returns the value as text; empty if it is missing. */
  String text(int row) {
    if (isMissing(row)) {
      return "";
    }
    String printed = column.getString(row);
    if (column instanceof DoubleColumn numbers) {
      double value = numbers.getDouble(row);
      return printed.equals(DOUBLES.format(value)) ? NumberText.of(value) : printed;
    } else if (column instanceof FloatColumn numbers) {
      float value = numbers.getFloat(row);
      return printed.equals(FLOATS.format(value)) ? NumberText.of(value) : printed;
    }
    return printed;
  }

  /** Returns all digits of a number, for sorting. */
  String exact(int row) {
    return column.getUnformattedString(row);
  }

  /**
   * Returns the padding after a number that aligns its decimal point with the others: empty, or the
   * missing decimals as zeros.
   *
   * @param decimals the largest number of decimals in the column
   */
  static String padding(String number, int decimals) {
    int own = decimals(number);
    if (own < 0 || own >= decimals) {
      return "";
    }
    return (own == 0 ? "." : "") + "0".repeat(decimals - own);
  }

  /**
   * Returns the number of decimals; negative if the text is not a plain number, as with a power of
   * ten.
   */
  static int decimals(String number) {
    if (!PLAIN.matcher(number).matches()) {
      return -1;
    }
    int point = number.indexOf('.');
    return point < 0 ? 0 : number.length() - point - 1;
  }
}
