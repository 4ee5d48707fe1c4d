package org.entroscope.paper;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction of several p-values. If all effects whose adjusted p-value is below a
 * level are accepted, the probability of one or more false effects is at most that level.
 */
final class Holm {

  private Holm() {}

  /**
   * Returns the adjusted p-values in the same order.
   *
   * @param pValues the p-values of one family; a NaN stays NaN and is not counted
   */
  static double[] adjusted(double[] pValues) {
    List<Integer> sorted =
        IntStream.range(0, pValues.length)
            .filter(i -> !Double.isNaN(pValues[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .toList();
    double[] adjusted = pValues.clone();
    double largest = 0;
    for (int rank = 0; rank < sorted.size(); rank++) {
      int i = sorted.get(rank);
      largest = Math.max(largest, Math.min(1, (sorted.size() - rank) * pValues[i]));
      adjusted[i] = largest;
    }
    return adjusted;
  }
}
