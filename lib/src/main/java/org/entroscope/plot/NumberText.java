package org.entroscope.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * Formats numbers for readers: with four significant digits, but with all digits of the integer
 * part, and without trailing zeros. The fraction of a value below 1,000 is never rounded away: 4.5
 * stays 4.5, and 999.96 does not become 1,000.
 */
public final class NumberText {

  private static final int DIGITS = 4;

  /** The largest number of decimals. Smaller numbers are written with a power of ten. */
  private static final int MOST_DECIMALS = 8;

  private static final double SMALLEST_PLAIN = 1e-5;
  private static final double LARGEST_PLAIN = 1e15;
  private static final double FRACTION_MATTERS_BELOW = 1000;

  private NumberText() {}

  /** Formats a number with commas between thousands. NaN and infinity have their Java names. */
  public static String of(double value) {
    return Double.isFinite(value) ? of(value, Double.toString(value)) : Double.toString(value);
  }

  /** Formats a number of single precision, which has fewer digits. */
  public static String of(float value) {
    return Float.isFinite(value) ? of(value, Float.toString(value)) : Float.toString(value);
  }

  /**
   * Formats a share as a percentage, with one decimal if it has a fraction: 0% is exactly zero, and
   * 0.0% is less than half of a tenth.
   */
  static String percent(double share) {
    if (!Double.isFinite(share)) {
      return of(share);
    }
    String percent = fixed(100 * share, 1);
    return (share != 0 && percent.equals("0.0") ? percent : percent.replaceFirst("\\.0$", ""))
        + "%";
  }

  /**
   * Formats the value in a cell of a heat map: a number with few decimals, or a word for NaN and
   * infinity.
   */
  static String inCell(double value, int decimals) {
    if (Double.isNaN(value)) {
      return "NaN";
    } else if (Double.isInfinite(value)) {
      return value > 0 ? "\u221e" : "-\u221e";
    }
    double size = Math.abs(value);
    if (size >= 1e5) {
      return String.format(Locale.ROOT, "%.0e", value).replaceFirst("e\\+?0*", "e");
    }
    int shown = size >= 100 ? 0 : size >= 10 ? Math.min(1, decimals) : decimals;
    return fixed(value, shown);
  }

  /**
   * Formats a number with a fixed number of decimals. Values that are rounded to zero have no sign.
   */
  static String fixed(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.matches("-[0.]*") ? text.substring(1) : text;
  }

  private static String of(double value, String written) {
    double size = Math.abs(value);
    if (size != 0 && (size < SMALLEST_PLAIN || size >= LARGEST_PLAIN)) {
      return format("0.###E0").format(value);
    }
    BigDecimal exact = new BigDecimal(written).stripTrailingZeros();
    int all = Math.max(0, exact.scale());
    int needed = size == 0 ? 0 : Math.max(0, DIGITS - 1 - (int) Math.floor(Math.log10(size)));
    int decimals = Math.min(all, needed);
    if (size < FRACTION_MATTERS_BELOW) {
      int most = Math.min(all, MOST_DECIMALS);
      int more = decimals;
      while (more < most && isWhole(rounded(exact, more))) {
        more++;
      }
      decimals = isWhole(rounded(exact, more)) ? decimals : more;
    }
    String pattern = "#,##0" + (decimals == 0 ? "" : "." + "0".repeat(decimals));
    return format(pattern).format(rounded(exact, decimals));
  }

  private static BigDecimal rounded(BigDecimal exact, int decimals) {
    return exact.setScale(decimals, RoundingMode.HALF_EVEN);
  }

  private static boolean isWhole(BigDecimal value) {
    return value.stripTrailingZeros().scale() <= 0;
  }

  private static DecimalFormat format(String pattern) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
  }
}
