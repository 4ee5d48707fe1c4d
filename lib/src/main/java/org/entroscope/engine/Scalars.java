package org.entroscope.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Arithmetic with plain numbers that is safe while operations are recorded.
 *
 * <p>DJL's own {@code x.mul(0.5)} puts the number into memory that belongs to Java and lets go of
 * it. PyTorch keeps only its address for the backward pass, so that a garbage collection between
 * forward and backward turns the gradient into nonsense. It also makes a double of every Java
 * double, and with it of a float32 scalar that it multiplies. Here the number lives in PyTorch's
 * memory and has the array's type.
 */
public final class Scalars {

  private Scalars() {}

  /** {@code factor x}. */
  public static NDArray times(NDArray x, double factor) {
    try (NDArray number = like(x, factor)) {
      return x.mul(number);
    }
  }

  /** {@code max(x, floor)}. */
  public static NDArray atLeast(NDArray x, double floor) {
    try (NDArray number = like(x, floor)) {
      return x.maximum(number);
    }
  }

  private static NDArray like(NDArray x, double value) {
    return x.getManager().full(new Shape(), (float) value, x.getDataType());
  }
}
