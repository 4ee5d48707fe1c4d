package org.entroscope.paper;

import java.util.Arrays;
import java.util.Locale;

/** How the values of a measure are compared, and how they are printed. */
enum Scale {
  /** By their ratio; differences are in per cent. */
  RATIO("%.2f", "%+.1f%%", 1) {
    @Override
    double difference(double a, double b) {
      return 100 * (a / b - 1);
    }
  },
  /** Shares from 0 to 1; differences are in percentage points. */
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
  /** By orders of magnitude; differences are decimal logarithms, printed as factors. */
  FACTOR("%.3g", "x %.3g", Math.log10(2)) {
    @Override
    double difference(double a, double b) {
      return Math.log10(a / b);
    }

    @Override
    String difference(double difference) {
      return super.difference(Math.pow(10, difference));
    }

    @Override
    double mean(double[] values) {
      return Math.exp(Arrays.stream(values).map(Math::log).average().orElse(Double.NaN));
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
   * The smallest difference of interest: one per cent of a perplexity, five points of a share, a
   * factor of two. What is shown to be smaller does not bear a claim out.
   */
  double smallestEffect() {
    return smallestEffect;
  }

  /** How much larger a is than b: positive if it is, zero if they are equal. */
  abstract double difference(double a, double b);

  /** The mean of values, NaN if there is none; geometric where they are compared by factors. */
  double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** A value in words. */
  String value(double value) {
    return String.format(Locale.ROOT, this.value, value);
  }

  /** A difference in words, with its sign. */
  String difference(double difference) {
    return String.format(Locale.ROOT, this.difference, difference);
  }
}
