package org.entroscope.statistics;

import java.util.Locale;

/**
 * What a number per head measures (the entropies of Figure 3, for example). Figures and tables take
 * their titles, units and ranges from it.
 *
 * @param name for columns, legends and look-ups: "entropy", "sink mass"
 * @param unit for axes: "nats", "share"; empty for a plain number
 * @param lower the smallest value it can have, or NaN if there is none
 * @param upper the largest value it can have, or NaN if there is none
 */
public record HeadQuantity(String name, String unit, double lower, double upper) {

  /** Name of the entropy. */
  public static final String ENTROPY = "entropy";

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if the lower bound is not below the upper one
   */
  public HeadQuantity {
    if (lower >= upper) {
      throw new IllegalArgumentException(
          "the lower bound of '%s' must be below the upper one: %s and %s"
              .formatted(name, lower, upper));
    }
  }

  /**
   * The attention entropy in nats, from 0 to the causal bound.
   *
   * @param context T
   */
  public static HeadQuantity entropy(int context) {
    return new HeadQuantity(ENTROPY, "nats", 0, EntropyBound.causal(context));
  }

  /** Whether it is the attention entropy. */
  public boolean measuresEntropy() {
    return name.equals(ENTROPY);
  }

  /** Name and unit: "entropy (nats)". */
  public String label() {
    return unit.isEmpty() ? name : name + " (" + unit + ")";
  }

  /**
   * Whether values can be told as shares of the upper bound: the scale begins at 0 and has an end
   * other than 1.
   */
  public boolean hasShares() {
    return lower == 0 && Double.isFinite(upper) && upper != 1;
  }

  /** What its upper bound is called. */
  public String upperName() {
    return measuresEntropy() ? "causal bound" : "upper bound";
  }

  /**
   * The bounds in words: "T = 64, causal bound ln(T!)/T = 3.21, ln T = 4.16", "T = 64, from 0 to
   * 1".
   *
   * @param context T
   */
  public String bounds(int context) {
    String bounds =
        measuresEntropy()
            ? String.format(
                Locale.ROOT,
                ", causal bound ln(T!)/T = %.2f, ln T = %.2f",
                EntropyBound.causal(context),
                EntropyBound.maximum(context))
            : Double.isFinite(lower) && Double.isFinite(upper)
                ? ", from " + written(lower) + " to " + written(upper)
                : Double.isFinite(lower)
                    ? ", at least " + written(lower)
                    : Double.isFinite(upper) ? ", at most " + written(upper) : "";
    return "T = " + context + bounds;
  }

  private static String written(double bound) {
    String decimals = String.format(Locale.ROOT, "%.4f", bound);
    return decimals.replaceFirst("\\.?0+$", "");
  }
}
