package org.entroscope.engine;

import ai.djl.Device;
import java.util.Map;

/**
 * The precision of matrix products with learned weights. Weights, softmax, LayerNorm, entropies,
 * the loss and the optimiser always use single precision. Logits and the products within attention
 * use it too, except with {@link #FLOAT16} and {@link #TF32}.
 *
 * <p>The choice affects a model's computations in plain text. The two-party execution of private
 * inference always takes the weights in single precision and computes in fixed point.
 */
public enum Precision {
  /** Single precision, which is the default. */
  FLOAT32,
  /**
   * Factors are rounded to bfloat16 (8 bits of precision), and sums are in single precision. This
   * is two to four times as fast as single precision if the processor has instructions for it
   * (AVX512-BF16 or AMX), and slower otherwise. It can make architectures without LayerNorm
   * unstable: the softmax-only model of 12 layers became unstable.
   */
  BFLOAT16,
  /**
   * Mixed precision is used as in the paper: factors and results of all products, including the
   * logits and the products within attention, are rounded to IEEE half precision (11 bits of
   * precision, largest number 65,504, smallest 6e-8). Sums are in single precision, forward and
   * backward. An {@code Experiment} scales its loss so that gradients do not vanish, and skips the
   * steps in which a number overflows; your own training loop has to do the same.
   *
   * <p>On a GPU, half-precision kernels compute the products. A CPU emulates them: it rounds to the
   * same numbers, with the same overflows, and is slower than with {@link #FLOAT32}. Trained models
   * of other libraries can use this precision too; models that were trained in bfloat16 may
   * overflow.
   */
  FLOAT16,
  /**
   * An NVIDIA GPU rounds factors to TF32 (11 bits of precision), and sums are in single precision.
   * This applies to all products, including the logits and the products within attention.
   *
   * <p>PyTorch decides for the whole process when its library is loaded, and DJL offers no way to
   * change it later: set {@value #TF32_VARIABLE} to 1 in the environment of the process. On a GPU,
   * TF32 is then the only choice and the default. It is recorded in every run and model.
   */
  TF32;

  /** The environment variable that makes GPUs use TF32 if it is 1. */
  public static final String TF32_VARIABLE = "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE";

  /**
   * Describes the precision of products, for example "products in BFLOAT16"; empty for {@link
   * #FLOAT32}.
   */
  public String words(Device device) {
    return switch (this) {
      case FLOAT32 -> "";
      case FLOAT16 -> "all products in FLOAT16" + (device.isGpu() ? "" : ", emulated on the CPU");
      case BFLOAT16, TF32 -> "products in " + this;
    };
  }

  /** Returns the default precision on a device: FLOAT32, or TF32 if it is in force. */
  public static Precision usual(Device device) {
    return usual(device, System.getenv());
  }

  static Precision usual(Device device, Map<String, String> environment) {
    boolean tf32 = device.isGpu() && "1".equals(environment.get(TF32_VARIABLE));
    return tf32 ? TF32 : FLOAT32;
  }

  /**
   * Checks that a device computes in this precision.
   *
   * @throws IllegalStateException if it computes in another one; the message says how to get this
   *     precision
   */
  public void check(Device device) {
    check(device, System.getenv());
  }

  void check(Device device, Map<String, String> environment) {
    boolean inForce = usual(device, environment) == TF32;
    if (this == TF32 && !device.isGpu()) {
      throw new IllegalStateException(
          "TF32 is a format of NVIDIA GPUs, but the device is " + device);
    }
    if (this == TF32 && !inForce) {
      throw new IllegalStateException(
          "TF32 is chosen when PyTorch is loaded: set "
              + TF32_VARIABLE
              + "=1 in the environment and restart this process");
    }
    if (this != TF32 && inForce) {
      throw new IllegalStateException(
          "%s is 1, which rounds the products of this process to TF32: to use %s, start a"
                  .formatted(TF32_VARIABLE, this)
              + " process without it");
    }
  }
}
