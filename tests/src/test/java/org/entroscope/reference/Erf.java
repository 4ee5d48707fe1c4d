package org.entroscope.reference;

/** The error function to float64 accuracy. */
final class Erf {
  private static final double ONE_FROM = 6.0;

  private Erf() {}

  /**
   * Computes erf(x) as {@code 2/sqrt(pi) exp(-x^2) sum_n 2^n x^(2n+1) / (1 3 5 ... (2n+1))}. All
   * terms have the same sign, so nothing cancels. For |x| of at least 6, erf differs from 1 by less
   * than 1e-16.
   */
  static double erf(double x) {
    if (Math.abs(x) >= ONE_FROM) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
