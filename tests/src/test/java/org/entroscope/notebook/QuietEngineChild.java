package org.entroscope.notebook;

import org.entroscope.engine.EngineReport;

/** Installs the extension as JJava does, or not, and uses the engine for the first time. */
final class QuietEngineChild {

  private QuietEngineChild() {}

  /** The argument: whether to install. */
  public static void main(String[] arguments) {
    if (Boolean.parseBoolean(arguments[0])) {
      new EntroscopeExtension().install(null); // what can be done without a kernel is done
    }
    EngineReport.current();
    System.exit(0);
  }
}
