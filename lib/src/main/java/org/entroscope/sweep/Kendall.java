package org.entroscope.sweep;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The agreement of a measured order with a published order. Kendall's tau is the share of pairs in
 * the same order minus the share of pairs in the opposite order.
 *
 * @param tau 1 for the same order, -1 for the reverse order
 * @param bySeed tau for each seed that all architectures have
 * @param concordant the number of pairs in the same order
 * @param discordant the number of pairs in the opposite order
 * @param pValue the probability that a random order agrees at least as well
 * @param published the published order, best first
 * @param measured the measured order, best first
 */
public record Kendall(
    double tau,
    List<Double> bySeed,
    int concordant,
    int discordant,
    double pValue,
    List<String> published,
    List<String> measured) {

  /** Copies the lists. */
  public Kendall {
    bySeed = List.copyOf(bySeed);
    published = List.copyOf(published);
    measured = List.copyOf(measured);
  }

  /**
   * Computes tau-a of values against their order in the array. Pairs of equal values count as
   * neither concordant nor discordant.
   *
   * @param values the values, smallest expected first; infinities are allowed
   */
  public static double tau(double[] values) {
    int n = values.length;
    return (pairs(values, 1) - pairs(values, -1)) / (n * (n - 1) / 2.0);
  }

  /** Counts the pairs whose second value is larger (sign 1) or smaller (sign -1) than the first. */
  public static int pairs(double[] values, int sign) {
    int pairs = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = i + 1; j < values.length; j++) {
        pairs +=
            Double.compare(values[j], values[i]) == 0
                ? 0
                : Integer.signum(Double.compare(values[j], values[i])) == sign ? 1 : 0;
      }
    }
    return pairs;
  }

  /**
   * Computes the exact share of the n! orders that have at most this number of discordant pairs.
   * The Mahonian numbers count the permutations by inversions.
   */
  public static double pValue(int n, int discordant) {
    double[] share = {1};
    for (int k = 2; k <= n; k++) {
      double[] next = new double[share.length + k - 1];
      for (int i = 0; i < share.length; i++) {
        for (int more = 0; more < k; more++) {
          next[i + more] += share[i] / k;
        }
      }
      share = next;
    }
    double sum = 0;
    for (int i = 0; i <= Math.min(discordant, share.length - 1); i++) {
      sum += share[i];
    }
    return Math.min(1, sum);
  }

  /** Describes the agreement in words. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Kendall's tau %.2f (%s): %d of %d pairs in the published order;"
            + " one-sided p-value %.3f%npublished: %s%nmeasured:  %s",
        tau,
        bySeed.size() < 2
            ? "one seed"
            : String.format(
                Locale.ROOT,
                "%d seeds from %.2f to %.2f",
                bySeed.size(),
                Collections.min(bySeed),
                Collections.max(bySeed)),
        concordant,
        concordant + discordant,
        pValue,
        String.join(" < ", published),
        String.join(" < ", measured));
  }
}
