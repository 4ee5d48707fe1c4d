package org.entroscope.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Sets how many threads a PyTorch operation may use.
 *
 * <p>PyTorch keeps one number for the process, which a thread adopts when it first computes, and
 * one number for every thread that has computed. Sums are split among threads, so results agree to
 * the last bit only between runs with the same number of threads.
 */
public final class IntraOpThreads implements AutoCloseable {

  private final int before;

  private IntraOpThreads(int threads) {
    before = JniUtils.getNumThreads();
    JniUtils.setNumThreads(threads);
  }

  /**
   * Sets the number of threads that an operation may use, until the returned object is closed. The
   * limit applies to the calling thread and to threads whose first operation comes later.
   */
  public static IntraOpThreads limit(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("an operation needs at least 1 thread, not " + threads);
    }
    PyTorch.engine(); // loads the native libraries
    return new IntraOpThreads(threads);
  }

  /** Keeps the current number of threads until the returned object is closed. */
  public static IntraOpThreads keep() {
    PyTorch.engine(); // loads the native libraries
    return new IntraOpThreads(JniUtils.getNumThreads());
  }

  @Override
  public void close() {
    JniUtils.setNumThreads(before);
  }
}
