package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.entroscope.architecture.ParameterSpec;

/** LayerNorm over the last axis with gain and bias (Eq. 1). */
final class LayerNorm extends ModelBlock {

  private static final float EPSILON = 1e-5f;

  private final Parameter gain;
  private final Parameter bias;

  LayerNorm(String path, int size, Initialiser initialiser) {
    super(path, initialiser);
    gain = parameter(ParameterSpec.of("gain", size).constant(1));
    bias = parameter(ParameterSpec.of("bias", size));
  }

  @Override
  NDArray forward(NDArray x, ForwardContext context) {
    Shape normalised = gain.getShape();
    return ai.djl.nn.norm.LayerNorm.layerNorm(
            x, normalised, context.value(gain), context.value(bias), EPSILON)
        .singletonOrThrow();
  }
}
