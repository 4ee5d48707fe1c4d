package org.entroscope.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * Numbers as one reads them: four significant digits, but every digit of the whole part, and no
 * more digits than the number has. A fraction of a value below 1,000 is never rounded away: 4.5
 * stays 4.5, and 999.96 does not become 1,000.
 */
public final class NumberText {

  private static final int DIGITS = 4;

  /** More decimals than this are written with a power of ten, or not looked for. */
  private static final int MOST_DECIMALS = 8;

  private static final double SMALLEST_PLAIN = 1e-5;
  private static final double LARGEST_PLAIN = 1e15;
  private static final double FRACTION_MATTERS_BELOW = 1000;

  private NumberText() {}

  /** A number, with commas between thousands; {@code NaN} and {@code Infinity} by these names. */
  public static String of(double value) {
    return Double.isFinite(value) ? of(value, Double.toString(value)) : Double.toString(value);
  }

  /** A number of single precision, which has fewer digits of its own. */
  public static String of(float value) {
    return Float.isFinite(value) ? of(value, Float.toString(value)) : Float.toString(value);
  }

  /** A share as a percentage, with one decimal where it has a fraction. */
  static String percent(double share) {
    if (!Double.isFinite(share)) {
      return of(share);
    }
    String percent = format("0.#").format(100 * share);
    return (percent.equals("0") && share != 0 ? of(100 * share) : percent) + "%";
  }

  /** What a cell of a heat map says: a number of few decimals, or which other value it is. */
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

  /** A number with a fixed number of decimals; zero, and what is rounded to it, has no sign. */
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
