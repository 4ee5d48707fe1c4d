package org.entroscope.lab;

import java.util.concurrent.TimeUnit;

/** How processes that we start come to their end. */
final class Processes {

  private static final int SECONDS_TO_TIDY_UP = 15;

  private Processes() {}

  /**
   * Asks the process to end, if it runs, when this JVM is asked to (Ctrl-C), and waits for it: so
   * that Jupyter stops its kernels before the terminal is given back.
   */
  static void endWithThisJvm(Process process) {
    Thread hook = new Thread(() -> end(process));
    Runtime.getRuntime().addShutdownHook(hook);
    process
        .onExit()
        .thenRun(
            () -> {
              try {
                Runtime.getRuntime().removeShutdownHook(hook);
              } catch (IllegalStateException e) {
                // this JVM is ending already, and the hook finds nothing to do
              }
            });
  }

  /** Asks the process to end, and kills it with its children if it takes too long. */
  static void end(Process process) {
    if (!process.isAlive()) {
      return;
    }
    var children = process.descendants().toList();
    // not process.destroy(): that closes its streams too, while it still has something to tell
    process.toHandle().destroy();
    try {
      if (!process.waitFor(SECONDS_TO_TIDY_UP, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
