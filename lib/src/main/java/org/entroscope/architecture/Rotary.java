package org.entroscope.architecture;

/**
 * Rotary positions (Su et al., arXiv 2104.09864) instead of learned ones. Pairs of elements of
 * queries and keys are rotated by an angle that grows with the position, so that scores depend on
 * distances. Of the n elements that are rotated, element i is paired with element i + n/2, as in
 * GPT-NeoX.
 *
 * @param share the share of the head width that is rotated, in (0, 1]; 0.25 in GPT-NeoX and Pythia
 * @param base the base of the geometric progression of the angles
 */
public record Rotary(double share, double base) {

  /** The default base. */
  public static final double DEFAULT_BASE = 10_000;

  /** Rotation of the whole head width. */
  public static final Rotary FULL = new Rotary(1, DEFAULT_BASE);

  /** Checks the numbers. */
  public Rotary {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "rotary positions rotate a share of the head width in (0, 1], not " + share);
    }
    if (!(base > 1 && Double.isFinite(base))) {
      throw new IllegalArgumentException(
          "the base of rotary positions must be above 1, not " + base);
    }
  }

  /**
   * Returns the number of elements per head that are rotated.
   *
   * @throws IllegalArgumentException if it is not a positive even number
   */
  public int width(int headWidth) {
    int width = (int) (headWidth * share);
    if (width < 2 || width % 2 != 0) {
      throw new IllegalArgumentException(
          "%s rotates pairs of elements, but selects %d elements of a head width of %d"
              .formatted(this, width, headWidth));
    }
    return width;
  }

  /** Returns {@code RoPE}, {@code RoPE(0.25)} or {@code RoPE(0.25:500000.0)}. */
  @Override
  public String toString() {
    if (base != DEFAULT_BASE) {
      return "RoPE(" + share + ":" + base + ")";
    }
    return share == 1 ? "RoPE" : "RoPE(" + share + ")";
  }
}
