package org.entroscope.paper;

import org.entroscope.sweep.ConfidenceInterval;

/** What results say about a claim. */
public enum Verdict {
  /** The whole 95% interval over seeds is on the claim's side. */
  HOLDS("holds"),
  /** The whole interval is on the other side. */
  DOES_NOT_HOLD("does not hold"),
  /** The interval includes zero, or there are too few seeds for one. */
  OPEN("open");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /**
   * The verdict of an interval.
   *
   * @param interval of a quantity that is positive where the claim is right
   */
  static Verdict of(ConfidenceInterval interval) {
    return interval.low() > 0 ? HOLDS : interval.high() < 0 ? DOES_NOT_HOLD : OPEN;
  }

  @Override
  public String toString() {
    return words;
  }
}
