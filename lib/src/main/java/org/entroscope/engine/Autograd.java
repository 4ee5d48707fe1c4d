package org.entroscope.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Switches the recording of operations for differentiation on or off for the current thread, until
 * it is closed.
 *
 * <p>DJL allows only one gradient collector per process, so two threads could not train at the same
 * time. PyTorch keeps the switch per thread, and so does this class.
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

  /** Stops recording until closed, which saves the memory of intermediate results. */
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
