package org.entroscope.paper;

import java.util.Arrays;
import org.entroscope.sweep.ConfidenceInterval;

/** Whether a measured change goes the way of the published one. */
public enum Direction {
  /** The row that others are compared with. */
  BASELINE("baseline"),
  /** The same way, with the whole 95% interval where there are seeds. */
  SAME("same"),
  /** The other way. */
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
   * Of what was computed without chance.
   *
   * @param published the published change
   * @param ours ours
   */
  static Direction of(double published, double ours) {
    double a = Math.abs(published) < NOTHING ? 0 : Math.signum(published);
    double b = Math.abs(ours) < NOTHING ? 0 : Math.signum(ours);
    return a == b ? SAME : OTHER;
  }

  /**
   * Of what was measured with several seeds.
   *
   * @param published the published change, perhaps infinite
   * @param ours the changes of each seed
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
