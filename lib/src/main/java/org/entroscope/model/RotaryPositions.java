package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.entroscope.architecture.Rotary;

/**
 * Rotates queries and keys according to their positions. Of the first n elements, the pair (x_i,
 * x_{i+n/2}) at position p is rotated by the angle {@code p base^(-2i/n)}; elements from n on do
 * not change.
 */
final class RotaryPositions {

  private final int width;
  private final double base;

  RotaryPositions(Rotary rotary, int headWidth) {
    width = rotary.width(headWidth);
    base = rotary.base();
  }

  /** Returns the rotated vectors. */
  NDArray turned(NDArray x, ForwardContext context) { // B H T k
    ForwardContext.Rotation rotation = context.rotation(this::rotation, x);
    NDArray first = x.get("..., :{}", width / 2); // B H T n/2
    NDArray second = x.get("..., {}:{}", width / 2, width); // B H T n/2
    NDArray left = first.mul(rotation.cosine()).sub(second.mul(rotation.sine()));
    NDArray right = second.mul(rotation.cosine()).add(first.mul(rotation.sine()));
    NDArray both = left.concat(right, -1); // B H T n
    return width == x.getShape().get(3) ? both : both.concat(x.get("..., {}:", width), -1);
  }

  /** Returns cosines and sines (T, n/2), computed on the device in double precision. */
  private ForwardContext.Rotation rotation(NDManager manager, int from, int to) {
    NDArray exponents = manager.arange(0, width, 2, DataType.FLOAT64).div(width); // n/2
    NDArray frequencies = exponents.mul(-Math.log(base)).exp();
    NDArray positions = manager.arange(from, to, 1, DataType.FLOAT64).expandDims(1); // T 1
    NDArray angles = positions.mul(frequencies);
    return new ForwardContext.Rotation(
        angles.cos().toType(DataType.FLOAT32, false), angles.sin().toType(DataType.FLOAT32, false));
  }
}
