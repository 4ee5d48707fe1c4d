package org.entroscope.kernel;

import java.time.Duration;
import java.time.Instant;

/**
 * Finds the cells that waited behind a failed one. These cells were sent before the failure and
 * arrive after it without a pause. As in other kernels, they are not run, so that "Run All" stops
 * at an error.
 */
final class FailureQueue {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private Instant failedAt = Instant.MIN;
  private Instant lastSeen = Instant.MIN;

  /** Records that a cell has failed. */
  void failed(Instant now) {
    failedAt = now;
    lastSeen = now;
  }

  /**
   * Returns whether a cell waited behind a failed one.
   *
   * @param written the time at which the cell was sent
   * @param now the time at which the cell arrived
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
