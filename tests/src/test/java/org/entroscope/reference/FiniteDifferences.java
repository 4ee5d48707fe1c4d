package org.entroscope.reference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleSupplier;

/** Derivatives by central differences, for checking the exact ones. */
final class FiniteDifferences {
  private static final double STEP = 1e-5;

  private FiniteDifferences() {}

  /**
   * Compares every element of a gradient with a central difference.
   *
   * @param x the variables, which are changed in place and restored
   * @param f the function, which reads x
   * @param gradient the derivative of f with respect to x
   * @param tolerance the largest error, relative to the largest derivative if that exceeds 1
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
