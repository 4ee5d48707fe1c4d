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
 * A column of a table in words: floating-point numbers by {@link NumberText}, unless the column has
 * a print formatter of its own, and everything else as Tablesaw prints it.
 *
 * <p>To Tablesaw a NaN is a missing value, so both are an empty cell here.
 */
record ColumnText(Column<?> column) {

  /** How a column prints that was given no formatter. */
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

  /** Whether an empty cell of this column may have been a NaN. */
  boolean mayHideNaN() {
    return (column instanceof DoubleColumn || column instanceof FloatColumn)
        && column.countMissing() > 0;
  }

  boolean isMissing(int row) {
    return column.isMissing(row);
  }

  /** The value in words; nothing if it is missing. */
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

  /** All digits of a number, for sorting. */
  String exact(int row) {
    return column.getUnformattedString(row);
  }

  /**
   * What has to follow a number so that its decimal point stands below the others': nothing, or the
   * end of a longer number in zeros.
   *
   * @param decimals the most decimals of the column
   */
  static String padding(String number, int decimals) {
    int own = decimals(number);
    if (own < 0 || own >= decimals) {
      return "";
    }
    return (own == 0 ? "." : "") + "0".repeat(decimals - own);
  }

  /** Decimals of a plain number; less than 0 if it is none, as with a power of ten. */
  static int decimals(String number) {
    if (!PLAIN.matcher(number).matches()) {
      return -1;
    }
    int point = number.indexOf('.');
    return point < 0 ? 0 : number.length() - point - 1;
  }
}
