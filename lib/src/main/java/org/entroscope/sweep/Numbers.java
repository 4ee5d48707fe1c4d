package org.entroscope.sweep;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** Columns of numbers that show no more digits than are worth reading; they keep all. */
public final class Numbers {

  private Numbers() {}

  /** Three decimals. */
  public static DoubleColumn column(String name) {
    return column(name, "0.000");
  }

  /**
   * A column shown by a pattern.
   *
   * @param pattern of {@link DecimalFormat}
   */
  public static DoubleColumn column(String name, String pattern) {
    DoubleColumn column = DoubleColumn.create(name);
    DecimalFormat format =
        new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    column.setPrintFormatter(new NumberColumnFormatter(format));
    return column;
  }
}
