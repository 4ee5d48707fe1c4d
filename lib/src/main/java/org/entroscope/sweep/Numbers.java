package org.entroscope.sweep;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** Number columns that print few digits but keep full precision. */
public final class Numbers {

  private Numbers() {}

  /** Creates a column that prints three decimals. */
  public static DoubleColumn column(String name) {
    return column(name, "0.000");
  }

  /**
   * Creates a column that prints its numbers with a pattern.
   *
   * @param pattern a pattern of {@link DecimalFormat}
   */
  public static DoubleColumn column(String name, String pattern) {
    DoubleColumn column = DoubleColumn.create(name);
    DecimalFormat format =
        new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    column.setPrintFormatter(new NumberColumnFormatter(format));
    return column;
  }
}
