package org.entroscope.privacy;

import java.util.Locale;

/**
 * A predicted value with the range that the evidence leaves open.
 *
 * @param value the prediction
 * @param low lower end of the range
 * @param high upper end of the range
 */
public record Estimate(double value, double low, double high) {

  /** Refuses a value outside its own range, but for rounding. */
  public Estimate {
    double slack = 1e-6 * Math.abs(value);
    if (!(low <= value + slack && value - slack <= high)) {
      throw new IllegalArgumentException(
          "a prediction must lie in its range: " + value + " is not in " + low + " to " + high);
    }
  }

  /** A value that is known, and has no range. */
  public static Estimate exactly(double value) {
    return new Estimate(value, value, value);
  }

  /** Whether a value lies in the range. */
  public boolean contains(double other) {
    return low <= other && other <= high;
  }

  /** {@code 6.43 (6.26 to 6.60)}, and {@code 6.43} for a known value. */
  @Override
  public String toString() {
    return low == high
        ? String.format(Locale.ROOT, "%.2f", value)
        : String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", value, low, high);
  }
}
