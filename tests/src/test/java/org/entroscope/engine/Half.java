package org.entroscope.engine;

/** IEEE half precision in plain Java, by its definition: what the engine's rounding is held to. */
final class Half {

  static final float LARGEST = 65_504;

  /** The least that overflows: half a unit beyond the largest number, from where ties go up. */
  private static final double OVERFLOW = 65_520;

  private static final int LEAST_EXPONENT = -14;
  private static final int FRACTION_BITS = 10;

  private Half() {}

  /** The nearest number of half precision; of two, the one whose last bit is 0. */
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
