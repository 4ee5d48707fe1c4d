package org.entroscope.training;

import java.util.List;
import org.entroscope.engine.Precision;

/**
 * Dynamic loss scaling (Micikevicius et al., arXiv 1710.03740) with the rules and constants of
 * PyTorch's {@code GradScaler}. The loss is multiplied by the scale, which is 65,536 at first,
 * before it is differentiated. A step whose gradient is not finite is skipped and halves the scale;
 * 2,000 good steps in a row double it.
 *
 * <p>A {@code GradScaler} halves its scale without end if all steps overflow. Here training ends as
 * soon as the scale is below 2^-14; fairseq has a similar bound. By then, if the first steps
 * overflow, 31 steps in a row have failed, so the scale is not the cause of the overflow.
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

  /** Creates a scaler that is active if the precision requires it. */
  static LossScaler of(Precision precision) {
    return new LossScaler(precision == Precision.FLOAT16);
  }

  /** Returns whether the loss is scaled. */
  boolean active() {
    return active;
  }

  /** Returns the factor on the loss of the next step. */
  double scale() {
    return scale;
  }

  /** Returns the number of steps skipped so far. */
  int skipped() {
    return skipped;
  }

  /** Counts a step that was not skipped. */
  void made() {
    good++;
    if (active && good == GROWTH_INTERVAL) {
      scale = Math.min(scale * GROWTH, 0x1p127); // the largest finite power of two
      good = 0;
    }
  }

  /**
   * Counts a step whose loss or gradient was not finite.
   *
   * @return whether training can continue after the step is skipped
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
   * Restores the state from an earlier training.
   *
   * @param skippedSteps the number of skipped steps after every step
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
