package org.entroscope.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * A list of arrays in PyTorch's own form, which methods of {@link TorchScript} take and return.
 * Passing it to a method does not cost anything per array.
 *
 * <p>The list keeps the memory of its arrays alive until it is closed.
 */
public final class TensorList implements AutoCloseable {

  private final IValue value;

  TensorList(IValue value) {
    this.value = value;
  }

  /** Returns a list of the given arrays, not of copies. */
  public static TensorList of(List<NDArray> arrays) {
    return new TensorList(IValue.listFrom(arrays.toArray(PtNDArray[]::new)));
  }

  /**
   * Returns the arrays of this list, which share its memory.
   *
   * @param manager the owner of the returned arrays
   */
  public List<NDArray> arrays(NDManager manager) {
    return List.of(value.toTensorArray((PtNDManager) manager));
  }

  IValue value() {
    return value;
  }

  @Override
  public void close() {
    value.close();
  }
}
