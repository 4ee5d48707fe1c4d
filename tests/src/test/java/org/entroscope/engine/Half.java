package org.entroscope.engine;

/**
 * IEEE half precision in plain Java, implemented from its definition. It is the reference for the
 * engine's rounding.
 */
final class Half {

  static final float LARGEST = 65_504;

  /**
   * The smallest number that overflows. It is half a unit above the largest number, and a tie at
   * this point is rounded up.
   */
  private static final double OVERFLOW = 65_520;

  private static final int LEAST_EXPONENT = -14;
  private static final int FRACTION_BITS = 10;

  private Half() {}

  /** Returns the nearest number of half precision. Ties go to the number whose last bit is 0. */
  static float of(double x) {
    double magnitude = Math.abs(x);
    if (Double.isNaN(x) || magnitude >= OVERFLOW) {
      return (float) Math.copySign(magnitude * Double.POSITIVE_INFINITY, x);
    }
    int exponent = Math.max(Math.getExponent(magnitude), LEAST_EXPONENT);
    double unit = Math.scalb(1.0, exponent - FRACTION_BITS);
    return (float) Math.copySign(Math.rint(magnitude / unit) * unit, x);
  }
}
