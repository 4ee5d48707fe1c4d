package org.entroscope.reference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleSupplier;

/** Derivatives by central differences, to check the exact ones with. */
final class FiniteDifferences {
  private static final double STEP = 1e-5;

  private FiniteDifferences() {}

  /**
   * Compares every element of a gradient.
   *
   * @param x the variables, changed in place and put back
   * @param f the function, which reads x
   * @param gradient its derivative by x
   * @param tolerance largest error, relative to the largest derivative where that exceeds 1
   */
  static void check(
      String name, double[] x, DoubleSupplier f, double[] gradient, double tolerance) {
    double[] difference = new double[x.length];
    double largest = 1;
    for (int i = 0; i < x.length; i++) {
      double at = x[i];
      x[i] = at + STEP;
      double above = f.getAsDouble();
      x[i] = at - STEP;
      double below = f.getAsDouble();
      x[i] = at;
      difference[i] = (above - below) / (2 * STEP);
      largest = Math.max(largest, Math.abs(difference[i]));
    }
    for (int i = 0; i < x.length; i++) {
      double error = Math.abs(difference[i] - gradient[i]) / largest;
      assertTrue(
          error <= tolerance,
          "%s, element %d: the gradient says %.12g, the difference %.12g"
              .formatted(name, i, gradient[i], difference[i]));
    }
  }
}
