package org.entroscope.runs;

/** How a training stands. */
public enum RunStatus {
  RUNNING,
  /** Every step was done. */
  FINISHED,
  /** Stopped before its end, at the user's wish or with its process. */
  INTERRUPTED,
  /** Stopped at a NaN or an infinity; the model is as it was before that step. */
  DIVERGED
}
