package org.entroscope.paper;

/** The verdict on a claim, at a level of 5% for all claims of a theme together. */
public enum Verdict {
  /** There is an effect of the claimed sign, and it is not shown to be too small to matter. */
  HOLDS("holds"),
  /** The effect goes the other way, or is smaller than the smallest effect of interest. */
  DOES_NOT_HOLD("does not hold"),
  /** This number of seeds shows neither, or there are fewer than {@link #SEEDS} seeds. */
  OPEN("open");

  /**
   * The smallest number of seeds for a verdict. With fewer, the t test depends too much on normally
   * distributed differences.
   */
  static final int SEEDS = 5;

  /** The probability of one or more wrong verdicts in a theme. */
  static final double LEVEL = 0.05;

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
