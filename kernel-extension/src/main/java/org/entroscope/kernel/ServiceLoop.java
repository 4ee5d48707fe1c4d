package org.entroscope.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread of the kernel that repeats a step. Only {@link #end} ends it: neither a message that
 * cannot be handled nor a lack of memory does.
 */
final class ServiceLoop extends Thread {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceLoop.class);
  private static final long PAUSE_MILLIS =
      50; // the wait after a failure, which limits the cost of a lasting failure

  private final Runnable step;
  private volatile boolean running = true;

  /** Creates a thread without starting it. */
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

  /** Asks the thread to end after its current step. */
  void end() {
    running = false;
  }

  /** Starts a thread for the work of a library. The work is run again if memory ran out. */
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
      LOG.warn("the kernel continues after {}", e.toString());
    } catch (Throwable again) {
      // there is not even memory for a log message
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      // continue without the pause
    }
  }
}
