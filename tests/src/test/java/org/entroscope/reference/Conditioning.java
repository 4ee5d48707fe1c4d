package org.entroscope.reference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * Measures the precision that can be expected of float32. A gradient whose terms cancel, such as
 * that of a single scalar, may be far smaller than the rounding errors of its terms, in any
 * implementation.
 */
final class Conditioning {
  private static final double HALF_A_STEP = Math.ulp(1f) / 2;
  private static final int TRIALS = 4;

  private Conditioning() {}

  /**
   * Returns the largest change of a gradient, relative to the largest element of its tensor, when
   * every parameter moves by half the distance between float32 numbers. Gradients that are zero in
   * theory are not counted.
   */
  static double of(
      Architecture architecture,
      ModelShape shape,
      Map<String, double[]> parameters,
      int[][] tokens,
      ReferenceRegulariser regulariser) {
    Map<String, double[]> exact =
        Reference.run(architecture, shape, parameters, tokens, regulariser).gradients();
    Random random = new Random(1);
    double worst = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Map<String, double[]> moved = new LinkedHashMap<>();
      parameters.forEach((name, values) -> moved.put(name, moved(values, random)));
      Map<String, double[]> changed =
          Reference.run(architecture, shape, moved, tokens, regulariser).gradients();
      for (String name : exact.keySet()) {
        worst = Math.max(worst, change(exact.get(name), changed.get(name)));
      }
    }
    return worst;
  }

  private static double[] moved(double[] values, Random random) {
    return Arrays.stream(values)
        .map(value -> value * (1 + (random.nextBoolean() ? HALF_A_STEP : -HALF_A_STEP)))
        .toArray();
  }

  private static double change(double[] exact, double[] changed) {
    double largest = 0;
    double change = 0;
    for (int i = 0; i < exact.length; i++) {
      largest = Math.max(largest, Math.abs(exact[i]));
      change = Math.max(change, Math.abs(exact[i] - changed[i]));
    }
    return largest < 1e-12 ? 0 : change / largest;
  }
}
