package org.entroscope.progress;

/** Shows the progress of long tasks. */
@FunctionalInterface
public interface ProgressDisplay {

  /**
   * Shows a report. It must not throw and must not block for long.
   *
   * @param work the task of the report; every report of one task has the same object
   * @param state the task's progress
   */
  void show(Progress work, ProgressState state);
}
