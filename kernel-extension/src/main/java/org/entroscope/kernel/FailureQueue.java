package org.entroscope.kernel;

import java.time.Duration;
import java.time.Instant;

/**
 * Which cells wait behind one that failed: those that were sent before it failed and come without a
 * pause after it. They are not run, as in other kernels, so that "run all" stops at an error.
 */
final class FailureQueue {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private Instant failedAt = Instant.MIN;
  private Instant lastSeen = Instant.MIN;

  /** A cell that others may wait behind has failed. */
  void failed(Instant now) {
    failedAt = now;
    lastSeen = now;
  }

  /**
   * Whether a cell waited behind one that failed.
   *
   * @param written when it was sent
   * @param now when it arrives
   */
  boolean waits(Instant written, Instant now) {
    boolean waits =
        written.isBefore(failedAt) && Duration.between(lastSeen, now).compareTo(PAUSE) < 0;
    if (waits) {
      lastSeen = now;
    }
    return waits;
  }
}
