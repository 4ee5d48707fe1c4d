package org.entroscope.training;

import java.util.List;
import org.entroscope.engine.Precision;

/**
 * Dynamic loss scaling (Micikevicius et al., arXiv 1710.03740) by the rules and with the numbers of
 * PyTorch's {@code GradScaler}: the loss is multiplied by the scale, 65,536 at first, before it is
 * differentiated. A step whose gradient is not finite is skipped and halves the scale; 2,000 good
 * steps in a row double it.
 *
 * <p>A {@code GradScaler} halves its scale without end if all steps overflow. Here a training is
 * given up as soon as the scale is below 2^-14, a bound such as fairseq has: by then the first 31
 * steps in a row have been tried in vain, and it is not the scale that makes them overflow.
 */
final class LossScaler {

  private static final double INITIAL = 65_536;
  private static final double GROWTH = 2;
  private static final double BACKOFF = 0.5;
  private static final int GROWTH_INTERVAL = 2_000;
  private static final double LEAST = 0x1p-14;

  private final boolean active;
  private volatile double scale;
  private volatile int skipped;
  private int good;

  private LossScaler(boolean active) {
    this.active = active;
    scale = active ? INITIAL : 1;
  }

  /** One that scales where the precision needs it. */
  static LossScaler of(Precision precision) {
    return new LossScaler(precision == Precision.FLOAT16);
  }

  /** Whether it does anything. */
  boolean active() {
    return active;
  }

  /** What the loss of the next step is multiplied by. */
  double scale() {
    return scale;
  }

  /** Steps skipped so far. */
  int skipped() {
    return skipped;
  }

  /** Counts a step that was made. */
  void made() {
    good++;
    if (active && good == GROWTH_INTERVAL) {
      scale = Math.min(scale * GROWTH, 0x1p127); // the largest that is finite
      good = 0;
    }
  }

  /**
   * Counts a step whose loss or gradient was not finite.
   *
   * @return whether the training can go on after skipping it
   */
  boolean skip() {
    if (!active || scale * BACKOFF < LEAST) {
      return false;
    }
    scale *= BACKOFF;
    good = 0;
    skipped++;
    return true;
  }

  /**
   * Takes the state in which a training had left it.
   *
   * @param skippedSteps how many steps were skipped so far, after every step
   */
  void replay(List<Integer> skippedSteps) {
    scale = active ? INITIAL : 1;
    skipped = 0;
    good = 0;
    for (int count : skippedSteps) {
      if (count > skipped) {
        skip();
      } else {
        made();
      }
    }
  }
}
