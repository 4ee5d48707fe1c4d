package org.entroscope.paper;

/** What results say about a claim, at a level of 5% for all claims of a theme together. */
public enum Verdict {
  /** There is an effect of the claimed sign, and it is not shown to be too small to matter. */
  HOLDS("holds"),
  /** The effect goes the other way, or is smaller than the smallest effect of interest. */
  DOES_NOT_HOLD("does not hold"),
  /** Neither is shown with so few seeds. */
  OPEN("open");

  /** Probability of even one wrong verdict in a theme. */
  static final double LEVEL = 0.05;

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /**
   * The verdict of p-values.
   *
   * @param outcome what results say
   * @param adjusted its p-value, corrected for the other claims of the theme
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
