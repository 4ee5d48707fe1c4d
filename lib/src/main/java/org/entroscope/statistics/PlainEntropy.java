package org.entroscope.statistics;

import java.util.Arrays;

/**
 * Computes the Shannon entropy {@code -sum_j a_j ln a_j} (Eq. 5) in nats for probabilities in plain
 * Java arrays. The arrays can be single rows or whole attention matrices from any model or tool.
 * {@code 0 ln 0} is 0.
 *
 * <p>Rows are checked: every value must be a probability, and every row must sum to 1 within
 * {@value #TOLERANCE}.
 */
public final class PlainEntropy {

  /** The largest accepted difference between the sum of a row and 1. */
  public static final double TOLERANCE = 1e-3;

  private PlainEntropy() {}

  /**
   * Returns the entropy of one distribution.
   *
   * @throws IllegalArgumentException if the values are not probabilities that sum to one
   */
  public static double of(double... probabilities) {
    return row(probabilities, "probabilities");
  }

  /**
   * Returns the entropy of {@code softmax(logits / t)} by the closed form, with {@code s_j =
   * logits_j / t}: {@code E = logsumexp_j(s_j) - sum_j a_j s_j} (Eq. 9-10). It falls from the
   * logarithm of the number of visible keys to 0 as t goes from infinity to 0.
   *
   * @param temperature the temperature t, positive
   * @param logits the attention scores; negative infinity masks a key
   * @throws IllegalArgumentException if t is not positive, or the logits are not numbers or are all
   *     masked
   */
  public static double ofLogits(double temperature, double... logits) {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("temperature must be positive, not " + temperature);
    }
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < logits.length; j++) {
      if (Double.isNaN(logits[j]) || logits[j] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "logits[%d] must be a number, or negative infinity for a hidden key, not %s"
                .formatted(j, logits[j]));
      }
      max = Math.max(max, logits[j]);
    }
    if (max == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException("logits must show at least one key: all are hidden");
    }
    double sum = 0;
    double weighted = 0;
    for (double logit : logits) {
      double relative = (logit - max) / temperature;
      double weight = Math.exp(relative);
      sum += weight;
      weighted += weight > 0 ? weight * relative : 0;
    }
    return Math.log(sum) - weighted / sum;
  }

  /**
   * Returns the entropy of every row.
   *
   * @param rows the rows, with one distribution per query; they may differ in length
   * @throws IllegalArgumentException if a row does not hold probabilities that sum to one
   */
  public static double[] of(double[][] rows) {
    double[] entropies = new double[rows.length];
    Arrays.setAll(entropies, i -> row(rows[i], "rows[" + i + "]"));
    return entropies;
  }

  /**
   * Returns the head entropies of one layer's attention, each the mean over queries and batch (Eq.
   * 6). They can be used as a row of {@link HeadValues}.
   *
   * @param attention the attention probabilities, B x H x T x T
   * @return the H entropies
   * @throws IllegalArgumentException if a row does not hold probabilities that sum to one, or the
   *     examples have different numbers of heads
   */
  public static float[] ofAttention(float[][][][] attention) {
    if (attention.length == 0 || attention[0].length == 0) {
      throw new IllegalArgumentException(
          "attention must hold at least one example with at least one head");
    }
    float[] entropies = new float[attention[0].length];
    for (int head = 0; head < entropies.length; head++) {
      entropies[head] = (float) head(attention, head);
    }
    return entropies;
  }

  private static double head(float[][][][] attention, int head) {
    double sum = 0;
    long queries = 0;
    for (int example = 0; example < attention.length; example++) {
      if (attention[example].length != attention[0].length) {
        throw new IllegalArgumentException(
            ("attention must have the same heads in every example: attention[0] has %d,"
                    + " attention[%d] has %d")
                .formatted(attention[0].length, example, attention[example].length));
      }
      float[][] matrix = attention[example][head];
      for (int query = 0; query < matrix.length; query++) {
        String place = "attention[%d][%d][%d]".formatted(example, head, query);
        sum += row(widened(matrix[query]), place);
        queries++;
      }
    }
    if (queries == 0) {
      throw new IllegalArgumentException("attention has no queries in head " + head);
    }
    return sum / queries;
  }

  /**
   * Returns the entropy of every query, B x H x T, for one layer's attention B x H x T x T. The
   * name is used in messages.
   */
  public static double[][][] ofQueries(float[][][][] attention, String name) {
    double[][][] entropies = new double[attention.length][][];
    for (int b = 0; b < attention.length; b++) {
      entropies[b] = new double[attention[b].length][];
      for (int h = 0; h < attention[b].length; h++) {
        float[][] matrix = attention[b][h];
        entropies[b][h] = new double[matrix.length];
        for (int query = 0; query < matrix.length; query++) {
          String place = "%s[%d][%d][%d]".formatted(name, b, h, query);
          entropies[b][h][query] = row(widened(matrix[query]), place);
        }
      }
    }
    return entropies;
  }

  private static double[] widened(float[] row) {
    double[] values = new double[row.length];
    Arrays.setAll(values, i -> row[i]);
    return values;
  }

  private static double row(double[] probabilities, String name) {
    double entropy = 0;
    double sum = 0;
    for (int key = 0; key < probabilities.length; key++) {
      double p = probabilities[key];
      if (!(p >= 0 && p <= 1 + TOLERANCE)) {
        throw new IllegalArgumentException(
            "%s[%d] must be a probability from 0 to 1, not %s".formatted(name, key, p));
      }
      entropy -= p > 0 ? p * Math.log(p) : 0;
      sum += p;
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      throw new IllegalArgumentException(name + " must sum to 1, but sums to " + sum);
    }
    return entropy;
  }
}
