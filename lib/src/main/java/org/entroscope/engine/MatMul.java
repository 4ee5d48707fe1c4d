package org.entroscope.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.core.Linear;

/**
 * Products with weights, and in half precision all others too, in the precision that was chosen.
 */
public interface MatMul {

  /** In single precision, by DJL's own operation. */
  MatMul FLOAT32 = (x, weight, bias) -> Linear.linear(x, weight, bias).singletonOrThrow();

  /**
   * {@code x W^T + b}.
   *
   * @param weight (out, in)
   * @param bias (out), or null
   * @return of single precision, with a derivative where one is recorded
   */
  NDArray linear(NDArray x, NDArray weight, NDArray bias);

  /** The product that gives logits, {@code x W^T}; in single precision by default. */
  default NDArray logits(NDArray x, NDArray weight) {
    return FLOAT32.linear(x, weight, null);
  }

  /**
   * Attention scores, {@code scale q k^T + mask}; in single precision by default.
   *
   * @param q queries (B, H, T, k)
   * @param k keys (B, H, S, k)
   * @param mask (T, S): 0 where a query sees a key, else what stands for minus infinity
   * @return (B, H, T, S)
   */
  default NDArray scores(NDArray q, NDArray k, double scale, NDArray mask) {
    // scaling queries is cheaper than scores
    return q.mul(Scalar.of(q, scale)).matMul(k.transpose(0, 1, 3, 2)).add(mask);
  }

  /**
   * Values weighted with attention probabilities; in single precision by default.
   *
   * @param probabilities (B, H, T, S)
   * @param v (B, H, S, k)
   * @return (B, H, T, k)
   */
  default NDArray weighted(NDArray probabilities, NDArray v) {
    return probabilities.matMul(v);
  }

  /**
   * Whether {@link #scores} or {@link #weighted} round, so that {@link FusedAttention} cannot take
   * their place; by default they do not.
   */
  default boolean roundsAttention() {
    return false;
  }

  /**
   * MatMul of a precision.
   *
   * @param manager owner of what they need
   */
  static MatMul of(Precision precision, NDManager manager) {
    return switch (precision) {
      case FLOAT32, TF32 -> FLOAT32; // the GPU itself rounds to TF32
      case FLOAT16 ->
          manager.getDevice().isGpu() ? HalfMatMul.computed(manager) : HalfMatMul.emulated(manager);
      case BFLOAT16 -> {
        TorchScript script = TorchScript.compile(manager, BFLOAT16_SOURCE);
        yield (x, weight, bias) ->
            bias == null
                ? script.differentiable("product", x, weight)
                : script.differentiable("affine", x, weight, bias);
      }
    };
  }

  // 15 and 6 are PyTorch's numbers for bfloat16 and float32; the bias is added in float32
  String BFLOAT16_SOURCE =
      """
      def product(self, x: Tensor, w: Tensor) -> Tensor:
        y = torch.linear(torch.to(x, 15), torch.to(w, 15))
        return torch.to(y, 6)
      def affine(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
        y = torch.linear(torch.to(x, 15), torch.to(w, 15))
        return torch.add(torch.to(y, 6), b)
      """;
}
