package org.entroscope.statistics;

/**
 * What a number per head measures (the entropies of Figure 3, for example).
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
   * The attention entropy in nats, from 0 to the causal bound.
   *
   * @param context T
   */
  public static HeadQuantity entropy(int context) {
    return new HeadQuantity(ENTROPY, "nats", 0, EntropyBound.causal(context));
  }

  /** Name and unit: "entropy (nats)". */
  public String label() {
    return unit.isEmpty() ? name : name + " (" + unit + ")";
  }
}
