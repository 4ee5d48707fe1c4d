package org.entroscope.paper;

import java.util.Arrays;
import org.entroscope.sweep.ConfidenceInterval;

/** The direction of a measured change compared with the published change. */
public enum Direction {
  /** The row is the baseline of the comparison. */
  BASELINE("baseline"),
  /** The sign is the same, for the whole 95% interval if there are several seeds. */
  SAME("same"),
  /** The sign is the opposite one. */
  OTHER("other"),
  /** The interval includes zero. */
  OPEN("open"),
  /** Nothing was measured. */
  NONE("");

  private static final double NOTHING = 1e-9;

  private final String words;

  Direction(String words) {
    this.words = words;
  }

  /**
   * Returns the direction of a change that was computed without randomness.
   *
   * @param published the published change
   * @param ours our change
   */
  static Direction of(double published, double ours) {
    double a = Math.abs(published) < NOTHING ? 0 : Math.signum(published);
    double b = Math.abs(ours) < NOTHING ? 0 : Math.signum(ours);
    return a == b ? SAME : OTHER;
  }

  /**
   * Returns the direction of a change that was measured with several seeds.
   *
   * @param published the published change, which may be infinite
   * @param ours our change for each seed
   */
  static Direction of(double published, double[] ours) {
    double[] oriented = Arrays.stream(ours).map(d -> Math.signum(published) * d).toArray();
    ConfidenceInterval interval = ConfidenceInterval.ofMean(oriented);
    return interval.low() > 0 ? SAME : interval.high() < 0 ? OTHER : OPEN;
  }

  @Override
  public String toString() {
    return words;
  }
}
