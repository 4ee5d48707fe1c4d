package org.entroscope.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.core.Linear;

/** Products with weights, in the precision that was chosen. */
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

  /**
   * MatMul of a precision.
   *
   * @param manager owner of what they need
   */
  static MatMul of(Precision precision, NDManager manager) {
    return switch (precision) {
      case FLOAT32, TF32 -> FLOAT32; // the GPU itself rounds to TF32
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
