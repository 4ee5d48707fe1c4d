package org.entroscope.paper;

import java.util.function.DoubleFunction;
import org.entroscope.sweep.ConfidenceInterval;

/** Phrases for the evidence of claims. */
final class IntervalText {

  private IntervalText() {}

  /** Returns an interval in brackets, or the reason why there is none. */
  static String interval(ConfidenceInterval interval, DoubleFunction<String> print, int seeds) {
    return Double.isNaN(interval.low())
        ? " (one seed, so no interval)"
        : " (95%% interval %s to %s, %d seeds)"
            .formatted(print.apply(interval.low()), print.apply(interval.high()), seeds);
  }
}
