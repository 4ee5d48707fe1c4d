package org.entroscope.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * A stretch of code on this thread whose operations are recorded for differentiation, or are not.
 *
 * <p>DJL's own gradient collector exists once a process, so that two threads cannot train side by
 * side; PyTorch itself keeps the switch for each thread, and so does this class.
 */
public final class Autograd implements AutoCloseable {

  private final boolean before;

  private Autograd(boolean record) {
    before = JniUtils.isGradMode();
    JniUtils.setGradMode(record);
  }

  /** Records operations until closed. */
  public static Autograd recording() {
    return new Autograd(true);
  }

  /** Records nothing until closed, which saves the memory of intermediate results. */
  public static Autograd paused() {
    return new Autograd(false);
  }

  /**
   * Adds the derivative of a scalar to the gradient of every array it was computed from.
   *
   * @param loss a scalar computed while recording
   */
  public static void backward(NDArray loss) {
    try (NDArray one = loss.onesLike()) {
      JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
    }
  }

  @Override
  public void close() {
    JniUtils.setGradMode(before);
  }
}
