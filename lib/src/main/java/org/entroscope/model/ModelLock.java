package org.entroscope.model;

/**
 * Lets only one thread at a time use a model. A thread that has reserved the model may reserve it
 * again.
 */
public final class ModelLock {

  private Thread owner;
  private String work;
  private int depth;

  ModelLock() {}

  /** A reservation of a model, which ends when it is closed. */
  public interface Reservation extends AutoCloseable {
    @Override
    void close();
  }

  synchronized Reservation reserve(String work) {
    if (owner != null && owner != Thread.currentThread() && owner.isAlive()) {
      throw new IllegalStateException(
          "the model is in use: "
              + this.work
              + " is running in another thread; wait until it has ended, or interrupt it");
    }
    if (owner != Thread.currentThread()) {
      owner = Thread.currentThread();
      depth = 0;
    }
    if (depth++ == 0) {
      this.work = work;
    }
    return this::release;
  }

  private synchronized void release() {
    if (--depth == 0) {
      owner = null;
    }
  }
}
