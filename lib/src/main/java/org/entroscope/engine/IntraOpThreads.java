package org.entroscope.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * How many threads an operation of PyTorch may use.
 *
 * <p>PyTorch keeps one number for the process, which a thread adopts when it computes for the first
 * time, and one for every thread that has computed. Sums are split by threads, so that results
 * agree to the last bit only between runs with equally many.
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

  /** Changes nothing: as many threads as there are. */
  public static IntraOpThreads keep() {
    PyTorch.engine(); // loads the native libraries
    return new IntraOpThreads(JniUtils.getNumThreads());
  }

  @Override
  public void close() {
    JniUtils.setNumThreads(before);
  }
}
