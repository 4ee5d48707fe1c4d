package org.entroscope.model;

/** Who uses a model: one thread at a time, which may reserve it again while it has it. */
public final class ModelLock {

  private Thread owner;
  private String work;
  private int depth;

  ModelLock() {}

  /** The right to use a model until closed. */
  public interface Reservation extends AutoCloseable {
    @Override
    void close();
  }

  synchronized Reservation reserve(String work) {
    if (owner != null && owner != Thread.currentThread() && owner.isAlive()) {
      throw new IllegalStateException(
          "the model is in use: "
              + this.work
              + " goes on in another thread; wait until it has ended, or interrupt it");
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
