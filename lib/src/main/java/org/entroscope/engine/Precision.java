package org.entroscope.engine;

import ai.djl.Device;
import java.util.Map;

/**
 * How matrix products with learned weights are computed. Weights, softmax, LayerNorm, entropies,
 * the loss and the optimiser are in single precision whatever is chosen here, and so are logits and
 * the products within attention except in {@link #FLOAT16} and {@link #TF32}.
 *
 * <p>A precision is that of a model while it computes. The two-party execution of private inference
 * takes the weights in single precision and computes in fixed point, whatever is chosen here.
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
   * Mixed precision as in the paper: factors and results of all products, those within attention
   * and the logits' included, rounded to IEEE half precision (11 bits of precision, largest number
   * 65,504, smallest 6e-8), sums in single precision, forward and backward. An {@code Experiment}
   * scales its loss so that gradients do not vanish, and skips the steps in which a number
   * overflows; a loop of your own has to do the same.
   *
   * <p>On a GPU its kernels compute so. A CPU emulates it: it rounds to the same numbers, with the
   * same overflows, and is slower than in {@link #FLOAT32}. Trained models of other libraries can
   * be computed so too; those that were trained in bfloat16 may overflow.
   */
  FLOAT16,
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

  /** How products are computed, in words: "products in BFLOAT16". Empty for {@link #FLOAT32}. */
  public String words(Device device) {
    return switch (this) {
      case FLOAT32 -> "";
      case FLOAT16 -> "all products in FLOAT16" + (device.isGpu() ? "" : ", emulated on the CPU");
      case BFLOAT16, TF32 -> "products in " + this;
    };
  }

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
