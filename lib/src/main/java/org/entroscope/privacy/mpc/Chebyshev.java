package org.entroscope.privacy.mpc;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;

/**
 * Computes polynomials that approximate smooth functions by interpolation at Chebyshev's points.
 */
final class Chebyshev {

  private Chebyshev() {}

  /**
   * Returns the coefficients of a polynomial that approximates a function on an interval, the
   * constant term first.
   */
  static double[] fit(DoubleUnaryOperator function, double from, double to, int degree) {
    int n = degree + 1;
    double[][] powers = new double[n][n];
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      double t = Math.cos(Math.PI * (2 * i + 1) / (2.0 * n));
      double x = from + (to - from) * (t + 1) / 2;
      for (int k = 0; k < n; k++) {
        powers[i][k] = Math.pow(x, k);
      }
      values[i] = function.applyAsDouble(x);
    }
    return new QRDecomposition(new Array2DRowRealMatrix(powers, false))
        .getSolver()
        .solve(new ArrayRealVector(values, false))
        .toArray();
  }
}
