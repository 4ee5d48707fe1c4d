package org.entroscope.architecture;

/**
 * Rotary positions (Su et al., arXiv 2104.09864) in place of learned ones: pairs of a query's and a
 * key's elements are turned by an angle that grows with the position, so that scores depend on
 * distances. Element i is paired with element i + n/2 of the n that turn, as in GPT-NeoX.
 *
 * @param share of the head width that turns, in (0, 1]; GPT-NeoX and Pythia turn 0.25
 * @param base of the angles' geometric progression
 */
public record Rotary(double share, double base) {

  /** The base that everybody uses. */
  public static final double DEFAULT_BASE = 10_000;

  /** All of the head width. */
  public static final Rotary FULL = new Rotary(1, DEFAULT_BASE);

  /** Checks the numbers. */
  public Rotary {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "rotary positions turn a share of the head width in (0, 1], not " + share);
    }
    if (!(base > 1 && Double.isFinite(base))) {
      throw new IllegalArgumentException(
          "the base of rotary positions must be above 1, not " + base);
    }
  }

  /**
   * How many elements of a head turn.
   *
   * @throws IllegalArgumentException if that is no positive even number
   */
  public int width(int headWidth) {
    int width = (int) (headWidth * share);
    if (width < 2 || width % 2 != 0) {
      throw new IllegalArgumentException(
          "%s turns pairs of elements, but leaves %d of a head width of %d"
              .formatted(this, width, headWidth));
    }
    return width;
  }

  /** {@code RoPE}, {@code RoPE(0.25)} or {@code RoPE(0.25:500000.0)}. */
  @Override
  public String toString() {
    if (base != DEFAULT_BASE) {
      return "RoPE(" + share + ":" + base + ")";
    }
    return share == 1 ? "RoPE" : "RoPE(" + share + ")";
  }
}
