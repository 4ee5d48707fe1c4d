package org.entroscope.paper;

/** The verdict on a claim, at a level of 5% for all claims of a theme together. */
public enum Verdict {
  /** There is an effect of the claimed sign, and it is not shown to be too small to matter. */
  HOLDS("holds"),
  /** The effect goes the other way, or is smaller than the smallest effect of interest. */
  DOES_NOT_HOLD("does not hold"),
  /** This number of seeds shows neither. */
  OPEN("open");

  /** The probability of one or more wrong verdicts in a theme. */
  static final double LEVEL = 0.05;

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /**
   * Returns the verdict for a p-value.
   *
   * @param outcome the outcome of the test
   * @param adjusted the p-value, corrected for the other claims of the theme
   */
  static Verdict of(Hypothesis.Outcome outcome, double adjusted) {
    if (!(adjusted <= LEVEL)) {
      return OPEN;
    }
    return 2 * outcome.pAgainst() <= LEVEL ? DOES_NOT_HOLD : HOLDS;
  }

  @Override
  public String toString() {
    return words;
  }
}
