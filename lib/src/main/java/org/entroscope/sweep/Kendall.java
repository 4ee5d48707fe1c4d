package org.entroscope.sweep;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How well a measured order agrees with a published one: Kendall's tau, the share of pairs in the
 * same order minus the share of pairs in the other one.
 *
 * @param tau 1 for the same order, -1 for the reverse
 * @param bySeed tau of each seed that all architectures have
 * @param concordant pairs in the same order
 * @param discordant pairs in the other order
 * @param pValue probability that a random order agrees at least as well
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
   * Tau-a of values against the order in which they stand: pairs that are equal count for neither.
   *
   * @param values smallest expected first; infinities are allowed
   */
  public static double tau(double[] values) {
    int n = values.length;
    return (pairs(values, 1) - pairs(values, -1)) / (n * (n - 1) / 2.0);
  }

  /** Pairs whose second value is larger (1), or smaller (-1), than the first. */
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
   * The exact share of the n! orders that have at most this number of discordant pairs: inversions
   * of permutations are counted by the Mahonian numbers.
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

  /** In words. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Kendall's tau %.2f (%s): %d pairs in the published order, %d not;"
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
        discordant,
        pValue,
        String.join(" < ", published),
        String.join(" < ", measured));
  }
}
