package org.entroscope.runs;

/** The status of a training. */
public enum RunStatus {
  RUNNING,
  /** All steps were completed. */
  FINISHED,
  /** The training was stopped before its end, by the user or because its process ended. */
  INTERRUPTED,
  /** The training stopped at a NaN or an infinity; the model has the state before that step. */
  DIVERGED
}
