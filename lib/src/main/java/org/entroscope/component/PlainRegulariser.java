package org.entroscope.component;

import org.entroscope.component.EntropyRegulariser.Reduction;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.PlainEntropy;

/**
 * The entropy regulariser (Section 4, Algorithm 1) for attention matrices of any model in plain
 * Java arrays. {@link EntropyRegulariser} computes the same on the engine's arrays.
 */
public final class PlainRegulariser {

  private PlainRegulariser() {}

  /**
   * Returns the penalty of attention matrices without its weight lambda.
   *
   * @param attention the attention probabilities, L x B x H x T x T; every row must sum to 1
   *     ({@link PlainEntropy#TOLERANCE})
   * @param thresholds the thresholds theta, L x H, as shares of E_max = ln T
   * @param settings the reduction and the tolerance; lambda is not applied
   * @throws IllegalArgumentException if a row is not a distribution, or the shapes do not match;
   *     the message names the place
   */
  public static double penalty(
      float[][][][][] attention, double[][] thresholds, EntropyRegulariser settings) {
    double[][][][] entropies = new double[attention.length][][][];
    for (int l = 0; l < attention.length; l++) {
      entropies[l] = PlainEntropy.ofQueries(attention[l], "attention[" + l + "]");
    }
    return penalty(entropies, thresholds, settings);
  }

  /**
   * Returns the penalty of entropies without its weight lambda.
   *
   * @param entropies the entropy of every query in nats, L x B x H x T
   * @param thresholds the thresholds theta, L x H, as shares of E_max = ln T
   * @param settings the reduction and the tolerance; lambda is not applied
   * @throws IllegalArgumentException if the shapes do not match
   */
  public static double penalty(
      double[][][][] entropies, double[][] thresholds, EntropyRegulariser settings) {
    check(entropies, thresholds);
    double maximum = EntropyBound.maximum(entropies[0][0][0].length);
    double margin = settings.tolerance() * maximum;
    double sum = 0;
    int heads = 0;
    for (int l = 0; l < entropies.length; l++) {
      for (int h = 0; h < thresholds[l].length; h++, heads++) {
        double target = thresholds[l][h] * maximum;
        sum += head(entropies[l], h, target, margin, settings.reduction());
      }
    }
    return sum / heads;
  }

  private static double head(
      double[][][] layer, int head, double target, double margin, Reduction reduction) {
    double penalties = 0;
    double entropies = 0;
    int queries = 0;
    for (double[][] example : layer) {
      for (double entropy : example[head]) {
        penalties += squaredBeyond(entropy - target, margin);
        entropies += entropy;
        queries++;
      }
    }
    return reduction == Reduction.AUTHORS_SUM
        ? penalties
        : squaredBeyond(entropies / queries - target, margin);
  }

  private static double squaredBeyond(double delta, double margin) {
    return Math.abs(delta) > margin ? delta * delta : 0;
  }

  private static void check(double[][][][] entropies, double[][] thresholds) {
    if (entropies.length == 0 || entropies[0].length == 0 || entropies[0][0].length == 0) {
      throw new IllegalArgumentException(
          "attention must hold at least one layer, example and head");
    }
    int queries = entropies[0][0][0].length;
    for (int l = 0; l < entropies.length; l++) {
      for (int b = 0; b < entropies[l].length; b++) {
        same("heads", entropies[0][0].length, entropies[l][b].length, l, b);
        for (double[] head : entropies[l][b]) {
          same("queries", queries, head.length, l, b);
        }
      }
    }
    if (thresholds.length != entropies.length) {
      throw new IllegalArgumentException(
          "thresholds must hold one row per layer, %d, not %d"
              .formatted(entropies.length, thresholds.length));
    }
    for (int l = 0; l < thresholds.length; l++) {
      if (thresholds[l].length != entropies[0][0].length) {
        throw new IllegalArgumentException(
            "thresholds[%d] must hold one value per head, %d, not %d"
                .formatted(l, entropies[0][0].length, thresholds[l].length));
      }
    }
  }

  private static void same(String what, int wanted, int found, int layer, int example) {
    if (found != wanted) {
      throw new IllegalArgumentException(
          "attention must have the same %s everywhere: attention[0][0] has %d, attention[%d][%d] has %d"
              .formatted(what, wanted, layer, example, found));
    }
  }
}
