package org.entroscope.progress;

/** Shows how far long work is. */
@FunctionalInterface
public interface ProgressDisplay {

  /**
   * Shows a report; must not throw and must not block for long.
   *
   * @param work whose report it is: the same object for every report of one piece of work
   * @param state how far it is
   */
  void show(Progress work, ProgressState state);
}
