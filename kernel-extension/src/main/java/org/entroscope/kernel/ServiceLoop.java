package org.entroscope.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread of the kernel that does the same thing again and again. Nothing ends it but {@link
 * #end}: not a message that cannot be handled, and not the want of memory.
 */
final class ServiceLoop extends Thread {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceLoop.class);
  private static final long PAUSE_MILLIS =
      50; // after a failure, so that a lasting one costs little

  private final Runnable step;
  private volatile boolean running = true;

  /** A thread that is not started yet. */
  ServiceLoop(String name, Runnable step) {
    super(name);
    this.step = step;
    setDaemon(true);
  }

  @Override
  public void run() {
    while (running) {
      try {
        step.run();
      } catch (Throwable e) {
        if (running) {
          report(e);
          pause();
        }
      }
    }
  }

  /** Asks the thread to end after the step it is in. */
  void end() {
    running = false;
  }

  /** Runs work of a library, and runs it again if memory ran out: the library's thread lives on. */
  static Thread lasting(Runnable work, String name) {
    return new Thread(
        () -> {
          while (true) {
            try {
              work.run();
              return;
            } catch (OutOfMemoryError | StackOverflowError e) {
              report(e);
              pause();
            }
          }
        },
        name);
  }

  static void report(Throwable e) {
    try {
      LOG.warn("the kernel goes on after {}", e.toString());
    } catch (Throwable again) {
      // not even memory for a line of text
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      // then without the pause
    }
  }
}
