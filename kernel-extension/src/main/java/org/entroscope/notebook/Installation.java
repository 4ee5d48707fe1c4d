package org.entroscope.notebook;

import org.entroscope.progress.Progress;
import org.entroscope.progress.TerminalDisplay;
import org.slf4j.LoggerFactory;

/** Steps of bringing Entroscope into a kernel, each of which may fail alone. */
final class Installation {

  private Installation() {}

  /** Runs a step; one that fails is a line in the log. */
  static boolean of(String what, Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException | LinkageError e) {
      LoggerFactory.getLogger(Installation.class)
          .warn("Entroscope: no {} in this kernel: {}", what, e.toString());
      return false;
    }
  }

  static void showProgress() {
    Progress.showOn(new ProgressBars(new TerminalDisplay(System.err)));
  }
}
