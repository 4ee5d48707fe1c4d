package org.entroscope.notebook;

import org.entroscope.progress.Progress;
import org.entroscope.progress.TerminalDisplay;
import org.slf4j.LoggerFactory;

/** Steps of bringing Entroscope into a kernel, each of which may fail alone. */
final class Installation {

  /** What slf4j-simple, which our jars bring, reads when a logger is made. */
  private static final String LEVEL_OF = "org.slf4j.simpleLogger.log.";

  private static final String LEVEL_OF_ALL = "org.slf4j.simpleLogger.defaultLogLevel";

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

  /**
   * Leaves out of the log what DJL tells about itself when it is first used, which a notebook shows
   * in red. A level that the user has chosen stays.
   */
  static void quietEngine() {
    if (System.getProperty(LEVEL_OF_ALL) == null) {
      setIfAbsent(LEVEL_OF + "ai.djl", "warn");
      // on a machine without a GPU there is nothing to warn of
      setIfAbsent(LEVEL_OF + "ai.djl.util.cuda", "error");
    }
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  static void showProgress() {
    Progress.showOn(new ProgressBars(new TerminalDisplay(System.err)));
  }
}
