package org.entroscope.notebook;

import org.entroscope.progress.Progress;
import org.entroscope.progress.TerminalDisplay;
import org.slf4j.LoggerFactory;

/** The steps of installing Entroscope in a kernel, each of which may fail independently. */
final class Installation {

  /**
   * The prefix of the properties that slf4j-simple, one of our jars, reads when it creates a
   * logger.
   */
  private static final String LEVEL_OF = "org.slf4j.simpleLogger.log.";

  private static final String LEVEL_OF_ALL = "org.slf4j.simpleLogger.defaultLogLevel";

  private Installation() {}

  /** Runs a step. A failure is logged in one line. */
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
   * Suppresses the log messages of DJL when it is first used, which a notebook would show in red. A
   * level that the user has set is kept.
   */
  static void quietEngine() {
    if (System.getProperty(LEVEL_OF_ALL) == null) {
      setIfAbsent(LEVEL_OF + "ai.djl", "warn");
      // no warning is needed on a machine without a GPU
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
