package org.entroscope.engine;

import ai.djl.Device;
import java.util.Map;

/**
 * How matrix products with learned weights are computed. Weights, softmax, entropies and the
 * optimiser are in single precision whatever is chosen here, and so are logits except in {@link
 * #TF32}.
 */
public enum Precision {
  /** In single precision: the default. */
  FLOAT32,
  /**
   * Factors rounded to bfloat16 (8 bits of precision), sums in single precision. Two to four times
   * as fast where the processor has instructions for it (AVX512-BF16 or AMX), slower elsewhere.
   * Architectures without LayerNorm can lose their stability to it: the softmax-only model of 12
   * layers did.
   */
  BFLOAT16,
  /**
   * Factors rounded to TF32 (11 bits of precision) by an NVIDIA GPU, sums in single precision; of
   * all products, those within attention and the logits' too.
   *
   * <p>PyTorch decides for the whole process when its library is loaded, and DJL gives no way to
   * tell it later: set {@value #TF32_VARIABLE} to 1 in the environment of the process. On a GPU it
   * is then the only choice, and what a model has that was not told; runs and models say so.
   */
  TF32;

  /** The environment variable that makes GPUs use TF32 where it is 1. */
  public static final String TF32_VARIABLE = "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE";

  /** What a model on a device has unless told otherwise: FLOAT32, or TF32 where it is in force. */
  public static Precision usual(Device device) {
    return usual(device, System.getenv());
  }

  static Precision usual(Device device, Map<String, String> environment) {
    boolean tf32 = device.isGpu() && "1".equals(environment.get(TF32_VARIABLE));
    return tf32 ? TF32 : FLOAT32;
  }

  /**
   * Refuses what a device would compute in another precision.
   *
   * @throws IllegalStateException if it would; the message says how to come by this precision
   */
  public void check(Device device) {
    check(device, System.getenv());
  }

  void check(Device device, Map<String, String> environment) {
    boolean inForce = usual(device, environment) == TF32;
    if (this == TF32 && !device.isGpu()) {
      throw new IllegalStateException("TF32 is a format of NVIDIA GPUs, and this is " + device);
    }
    if (this == TF32 && !inForce) {
      throw new IllegalStateException(
          "TF32 is decided when PyTorch is loaded: set "
              + TF32_VARIABLE
              + "=1 in the environment and start this process again");
    }
    if (this != TF32 && inForce) {
      throw new IllegalStateException(
          "%s is 1, which rounds the products of this process to TF32: %s needs a process without"
                  .formatted(TF32_VARIABLE, this)
              + " it");
    }
  }
}
