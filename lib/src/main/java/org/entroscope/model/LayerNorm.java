package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** LayerNorm over the last axis, with gain and bias (Eq. 1). */
final class LayerNorm extends Part {

  private static final float EPSILON = 1e-5f;

  private final Parameter gain;
  private final Parameter bias;

  LayerNorm(String path, int width, Start start) {
    super(path, start);
    gain = parameter("gain", Start.constant(1), width);
    bias = parameter("bias", Start.constant(0), width);
  }

  @Override
  NDArray forward(NDArray x, Pass pass) {
    Shape normalised = gain.getShape();
    return ai.djl.nn.norm.LayerNorm.layerNorm(
            x, normalised, pass.value(gain), pass.value(bias), EPSILON)
        .singletonOrThrow();
  }
}
