package org.entroscope.statistics;

import java.util.Locale;

/**
 * A quantity with one number per head, for example the entropies of Figure 3. Figures and tables
 * take their titles, units and ranges from it.
 *
 * @param name the name for columns, legends and look-ups, such as "entropy" or "sink mass"
 * @param unit the unit for axes, such as "nats" or "share"; empty for a plain number
 * @param lower the smallest possible value, or NaN if there is none
 * @param upper the largest possible value, or NaN if there is none
 */
public record HeadQuantity(String name, String unit, double lower, double upper) {

  /** The name of the attention entropy. */
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
   * Returns the attention entropy in nats, from 0 to the causal bound.
   *
   * @param context the context length T
   */
  public static HeadQuantity entropy(int context) {
    return new HeadQuantity(ENTROPY, "nats", 0, EntropyBound.causal(context));
  }

  /** Returns whether this is the attention entropy. */
  public boolean measuresEntropy() {
    return name.equals(ENTROPY);
  }

  /** Returns name and unit, for example "entropy (nats)". */
  public String label() {
    return unit.isEmpty() ? name : name + " (" + unit + ")";
  }

  /**
   * Returns whether values can be shown as shares of the upper bound. This requires a scale from 0
   * to an upper bound other than 1.
   */
  public boolean hasShares() {
    return lower == 0 && Double.isFinite(upper) && upper != 1;
  }

  /** Returns the name of the upper bound. */
  public String upperName() {
    return measuresEntropy() ? "causal bound" : "upper bound";
  }

  /**
   * Returns the bounds as text: "T = 64, causal bound ln(T!)/T = 3.21, ln T = 4.16", "T = 64, from
   * 0 to 1".
   *
   * @param context the context length T
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
