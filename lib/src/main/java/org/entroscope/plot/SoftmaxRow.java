package org.entroscope.plot;

import java.util.Arrays;
import java.util.Locale;
import org.entroscope.statistics.PlainEntropy;

/**
 * One row of attention at one position of a slider.
 *
 * @param label the label of the slider at this position
 * @param x the position of the row on the axis of the curve
 * @param scores the scores z_j, one per key
 * @param probabilities {@code softmax(z / t)} (Eq. 2-3)
 * @param entropy the entropy of the probabilities in nats (Eq. 5)
 */
record SoftmaxRow(String label, double x, double[] scores, double[] probabilities, double entropy) {

  static SoftmaxRow of(String label, double x, double temperature, double... scores) {
    double entropy = PlainEntropy.ofLogits(temperature, scores);
    return new SoftmaxRow(label, x, scores.clone(), softmax(temperature, scores), entropy);
  }

  private static double[] softmax(double temperature, double[] scores) {
    double max = Arrays.stream(scores).max().orElseThrow();
    double[] weights = Arrays.stream(scores).map(z -> Math.exp((z - max) / temperature)).toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  /** Returns the entropy in words. */
  String words() {
    return String.format(Locale.ROOT, "%.3f nats", entropy);
  }
}
