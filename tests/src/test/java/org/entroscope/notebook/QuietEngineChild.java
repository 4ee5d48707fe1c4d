package org.entroscope.notebook;

import org.entroscope.engine.EngineReport;

/**
 * Installs the extension as JJava does, if it is told to, and uses the engine for the first time.
 */
final class QuietEngineChild {

  private QuietEngineChild() {}

  /** Runs the program. The argument says whether to install the extension. */
  public static void main(String[] arguments) {
    if (Boolean.parseBoolean(arguments[0])) {
      new EntroscopeExtension().install(null); // does everything that needs no kernel
    }
    EngineReport.current();
    System.exit(0);
  }
}
