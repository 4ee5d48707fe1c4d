package org.entroscope.paper;

import java.util.Arrays;
import java.util.Locale;

/** Defines how the values of a measure are compared and printed. */
enum Scale {
  /**
   * Compares values by their ratio; differences are natural logarithms, printed in per cent.
   * Logarithms make a factor and its inverse equally large, and no interval ends below -100%.
   */
  RATIO("%.2f", "%+.1f%%", Math.log(1.01)) {
    @Override
    double difference(double a, double b) {
      return Math.log(a / b);
    }

    @Override
    double printed(double difference) {
      return 100 * Math.expm1(difference);
    }
  },
  /** Shares from 0 to 1; differences are in percentage points, and are printed as they are. */
  SHARE("%.0f%%", "%+.1f points", 5) {
    @Override
    double difference(double a, double b) {
      return 100 * (a - b);
    }

    @Override
    String value(double value) {
      return super.value(100 * value);
    }
  },
  /**
   * Compares values by orders of magnitude; differences are decimal logarithms, printed as factors.
   */
  FACTOR("%.3g", "x %.3g", Math.log10(2)) {
    @Override
    double difference(double a, double b) {
      return Math.log10(a / b);
    }

    @Override
    double printed(double difference) {
      return Math.pow(10, difference);
    }
  };

  private final String value;
  private final String difference;
  private final double smallestEffect;

  Scale(String value, String difference, double smallestEffect) {
    this.value = value;
    this.difference = difference;
    this.smallestEffect = smallestEffect;
  }

  /**
   * The smallest difference of interest: one per cent of a perplexity, five points of a share, or a
   * factor of two. A difference that is shown to be smaller does not confirm a claim.
   */
  double smallestEffect() {
    return smallestEffect;
  }

  /**
   * Returns how much larger a is than b; negative if it is smaller. Means and tests use this
   * number.
   */
  abstract double difference(double a, double b);

  /** Returns a difference in the unit in which it is printed. */
  double printed(double difference) {
    return difference;
  }

  /** Returns whether differences are logarithms, so that means of values are geometric. */
  boolean isLogarithmic() {
    return this != SHARE;
  }

  /** Returns the mean to which mean differences refer, or NaN if there are no values. */
  double mean(double[] values) {
    return isLogarithmic()
        ? Math.exp(Arrays.stream(values).map(Math::log).average().orElse(Double.NaN))
        : Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** Formats a value as text. */
  String value(double value) {
    return String.format(Locale.ROOT, this.value, value);
  }

  /** Formats a difference as text, with its sign. */
  String difference(double difference) {
    return String.format(Locale.ROOT, this.difference, printed(difference));
  }
}
