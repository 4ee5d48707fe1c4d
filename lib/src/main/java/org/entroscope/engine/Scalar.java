package org.entroscope.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Numbers as operands in differentiable expressions.
 *
 * <p>DJL's {@code array.mul(2.0)} wraps the number in memory of the Java heap's kind, lets go of it
 * as soon as the product is computed, and the derivative, which needs the number again, may find
 * anything there once the garbage collector has run. It also turns a single-precision scalar into a
 * double. An operand made here is the engine's own memory, of the array's type.
 */
public final class Scalar {

  private Scalar() {}

  /**
   * A number to combine with an array: {@code x.mul(Scalar.of(x, 2))}.
   *
   * @param like gives data type and device
   * @return shape ()
   */
  public static NDArray of(NDArray like, double value) {
    return like.getManager().full(new Shape(), (float) value, like.getDataType());
  }
}
