package org.entroscope.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Products in half precision (IEEE 754 binary16), as PyTorch's autocast computes them: operands and
 * results are rounded to half precision, ties to even, and sums are in single precision. Numbers
 * above 65,504 overflow to infinity, and numbers below 6e-8 become zero. A gradient that flows back
 * through a product is rounded in the same way.
 *
 * <p>On a GPU, the GPU's half-precision kernels compute the products. A CPU has no fast kernels for
 * them, so there the numbers are rounded and then multiplied in single precision, which gives the
 * same result.
 *
 * <p>Shapes: B batch, H heads, T queries, S keys, k head width.
 */
final class HalfMatMul implements MatMul {

  // 5 and 6 are PyTorch's codes for float16 and float32
  private static final String KERNELS =
      """
      def operand(self, x: Tensor) -> Tensor:
        return torch.to(x, 5)
      def between(self, x: Tensor) -> Tensor:
        return x
      def result(self, x: Tensor) -> Tensor:
        return torch.to(x, 6)
      """;

  private static final String EMULATION =
      """
      def operand(self, x: Tensor) -> Tensor:
        return torch.to(torch.to(x, 5), 6)
      def between(self, x: Tensor) -> Tensor:
        return torch.to(torch.to(x, 5), 6)
      def result(self, x: Tensor) -> Tensor:
        return torch.to(torch.to(x, 5), 6)
      """;

  /**
   * In the scores, an infinity at a masked position does not count as an overflow. A key whose
   * score is minus infinity gets no attention; -1e8 is low enough for that and keeps entropies
   * finite. A row whose largest score is infinite becomes NaN, as its softmax would be.
   */
  private static final String PRODUCTS =
      """
      def product(self, x: Tensor, w: Tensor) -> Tensor:
        return (self).result(torch.linear((self).operand(x), (self).operand(w)))
      def affine(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
        y = torch.linear((self).operand(x), (self).operand(w), (self).operand(b))
        return (self).result(y)
      def weighted(self, a: Tensor, v: Tensor) -> Tensor:
        return (self).result(torch.matmul((self).operand(a), (self).operand(v)))
      def scores(self, q: Tensor, k: Tensor, scale: Tensor, mask: Tensor) -> Tensor:
        qk = torch.matmul((self).operand(q), torch.transpose((self).operand(k), 2, 3))
        s = (self).result(torch.mul((self).between(qk), scale))
        unseen = torch.lt(mask, 0)
        visible = torch.masked_fill(torch.detach(s), unseen, float("-inf"))
        top = torch.amax(visible, [-1], True)
        seen = torch.add(torch.clamp_min(s, -1.e+8), torch.sub(top, top))
        return torch.where(unseen, mask, seen)
      """;

  private final TorchScript script;

  private HalfMatMul(TorchScript script) {
    this.script = script;
  }

  /** Returns products that half-precision kernels compute. */
  static HalfMatMul computed(NDManager manager) {
    return new HalfMatMul(TorchScript.compile(manager, KERNELS + PRODUCTS));
  }

  /**
   * Returns products in single precision whose operands and results are rounded to half precision.
   */
  static HalfMatMul emulated(NDManager manager) {
    return new HalfMatMul(TorchScript.compile(manager, EMULATION + PRODUCTS));
  }

  @Override
  public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    return bias == null
        ? script.differentiable("product", x, weight)
        : script.differentiable("affine", x, weight, bias);
  }

  @Override
  public NDArray logits(NDArray x, NDArray weight) {
    return linear(x, weight, null);
  }

  /**
   * Scales the product after rounding it, as GPT-2 does, so that an overflow of q k^T itself
   * counts.
   */
  @Override
  public NDArray scores(NDArray q, NDArray k, double scale, NDArray mask) {
    return script.differentiable("scores", q, k, Scalar.of(q, scale), mask);
  }

  @Override
  public boolean roundsAttention() {
    return true;
  }

  @Override
  public NDArray weighted(NDArray probabilities, NDArray v) {
    return script.differentiable("weighted", probabilities, v);
  }
}
