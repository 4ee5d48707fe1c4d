package org.entroscope.lab;

import java.util.concurrent.TimeUnit;

/** Ends the processes that we start. */
final class Processes {

  private static final int SECONDS_TO_TIDY_UP = 15;

  private Processes() {}

  /**
   * Asks a running process to end when this JVM is asked to end (Ctrl-C), and waits for it. So
   * Jupyter stops its kernels before the terminal is free again.
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
                // this JVM is ending, and the hook has nothing to do
              }
            });
  }

  /** Asks a process to end. If it takes too long, kills it and its children. */
  static void end(Process process) {
    if (!process.isAlive()) {
      return;
    }
    var children = process.descendants().toList();
    // process.destroy() would also close its streams, while it may still write output
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
