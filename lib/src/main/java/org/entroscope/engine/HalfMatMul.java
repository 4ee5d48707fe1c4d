package org.entroscope.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Products in half precision (IEEE 754 binary16), as PyTorch's autocast computes them: operands and
 * results are rounded to it, ties to even; sums are in single precision. What exceeds 65,504
 * overflows to infinity, and what is below 6e-8 vanishes. A gradient that flows back through a
 * product is rounded in the same way.
 *
 * <p>On a GPU its kernels for half precision compute the products. A CPU has none that are fast, so
 * there the numbers are rounded and multiplied in single precision, which gives the same.
 *
 * <p>Shapes: B batch, H heads, T queries, S keys, k head width.
 */
final class HalfMatMul implements MatMul {

  // 5 and 6 are PyTorch's numbers for float16 and float32
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
   * In the scores, an infinity where a query must not see is no overflow; a key of minus infinity
   * gets no attention, for which -1e8 is low enough and keeps entropies finite; a row whose largest
   * score is infinite is NaN, as its softmax would be.
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

  /** By kernels for half precision. */
  static HalfMatMul computed(NDManager manager) {
    return new HalfMatMul(TorchScript.compile(manager, KERNELS + PRODUCTS));
  }

  /** By rounding before and after products in single precision. */
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

  /** The product is scaled after it was rounded, as in GPT-2: q k^T itself must not overflow. */
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
