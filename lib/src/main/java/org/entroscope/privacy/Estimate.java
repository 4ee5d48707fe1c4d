package org.entroscope.privacy;

import java.util.Locale;

/**
 * A predicted value and the range that is consistent with the measurements.
 *
 * @param value the prediction
 * @param low the lower end of the range
 * @param high the upper end of the range
 */
public record Estimate(double value, double low, double high) {

  /** Rejects a value that is outside its range by more than rounding. */
  public Estimate {
    double slack = 1e-6 * Math.abs(value);
    if (!(low <= value + slack && value - slack <= high)) {
      throw new IllegalArgumentException(
          "a prediction must lie in its range: " + value + " is not in " + low + " to " + high);
    }
  }

  /** Creates a known value without a range. */
  public static Estimate exactly(double value) {
    return new Estimate(value, value, value);
  }

  /** Returns whether a value is in the range. */
  public boolean contains(double other) {
    return low <= other && other <= high;
  }

  /** Returns for example {@code 6.43 (6.26 to 6.60)}, or {@code 6.43} for a known value. */
  @Override
  public String toString() {
    return low == high
        ? String.format(Locale.ROOT, "%.2f", value)
        : String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", value, low, high);
  }
}
