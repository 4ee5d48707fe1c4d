package org.entroscope.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Makes numbers usable as operands in differentiable expressions.
 *
 * <p>DJL's {@code array.mul(2.0)} keeps the number in memory that it releases as soon as the
 * product is computed. The derivative needs the number again and may read anything there once the
 * garbage collector has run. DJL also turns a single-precision scalar into a double. An operand
 * that this class creates is in the engine's own memory and has the array's type.
 */
public final class Scalar {

  private Scalar() {}

  /**
   * Returns a number as an array to combine with another array: {@code x.mul(Scalar.of(x, 2))}.
   *
   * @param like the array that determines data type and device
   * @return an array of shape ()
   */
  public static NDArray of(NDArray like, double value) {
    return like.getManager().full(new Shape(), (float) value, like.getDataType());
  }
}
