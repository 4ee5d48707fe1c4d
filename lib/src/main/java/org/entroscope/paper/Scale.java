package org.entroscope.paper;

import java.util.Arrays;
import java.util.Locale;

/** Defines how the values of a measure are compared and printed. */
enum Scale {
  /** Compares values by their ratio; differences are in per cent. */
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
  /**
   * Compares values by orders of magnitude; differences are decimal logarithms, printed as factors.
   */
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
   * The smallest difference of interest: one per cent of a perplexity, five points of a share, or a
   * factor of two. A difference that is shown to be smaller does not confirm a claim.
   */
  double smallestEffect() {
    return smallestEffect;
  }

  /** Returns how much larger a is than b; negative if it is smaller. */
  abstract double difference(double a, double b);

  /** Returns the mean, or NaN if there are no values; the mean of a FACTOR scale is geometric. */
  double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** Formats a value as text. */
  String value(double value) {
    return String.format(Locale.ROOT, this.value, value);
  }

  /** Formats a difference as text, with its sign. */
  String difference(double difference) {
    return String.format(Locale.ROOT, this.difference, difference);
  }
}
