package org.entroscope.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Matrix products in the chosen precision: products with weights and, in half precision, all other
 * products too.
 */
public interface MatMul {

  /** Single precision. */
  MatMul FLOAT32 = new SingleMatMul();

  /**
   * Returns {@code x W^T + b}.
   *
   * @param weight the weight matrix, (out, in)
   * @param bias the bias, (out), or null
   * @return a single-precision array, differentiable if the thread records operations
   */
  NDArray linear(NDArray x, NDArray weight, NDArray bias);

  /**
   * Returns three products side by side, {@code x [W1; W2; W3]^T + [b1; b2; b3]}. This is faster
   * than computing them one after the other.
   *
   * @param weights the three weight matrices, as for {@link #linear}
   * @param biases the biases of none, of the first two or of all weights
   */
  default NDArray joint(NDArray x, NDList weights, NDList biases) {
    NDManager manager = x.getManager();
    NDArray weight = NDArrays.concat(weights);
    NDArray bias = null;
    if (!biases.isEmpty()) {
      NDList all = new NDList(biases);
      for (NDArray other : weights.subList(biases.size(), weights.size())) {
        all.add(manager.zeros(new Shape(other.getShape().get(0))));
      }
      bias = NDArrays.concat(all);
    }
    weight.attach(manager); // otherwise it would live as long as the parameters' manager
    if (bias != null) {
      bias.attach(manager);
    }
    NDArray joint = linear(x, weight, bias);
    weight.close();
    if (bias != null) {
      bias.close();
    }
    return joint;
  }

  /** Returns the logits {@code x W^T}; in single precision by default. */
  default NDArray logits(NDArray x, NDArray weight) {
    return FLOAT32.linear(x, weight, null);
  }

  /**
   * Returns the attention scores {@code scale q k^T + mask}; in single precision by default.
   *
   * @param q the queries, (B, H, T, k)
   * @param k the keys, (B, H, S, k)
   * @param mask the mask, (T, S), which is 0 where a query sees a key and a number that represents
   *     minus infinity elsewhere
   * @return the scores, (B, H, T, S)
   */
  default NDArray scores(NDArray q, NDArray k, double scale, NDArray mask) {
    // scaling the queries is cheaper than scaling the scores
    return q.mul(Scalar.of(q, scale)).matMul(k.transpose(0, 1, 3, 2)).add(mask);
  }

  /**
   * Returns the values weighted with attention probabilities; in single precision by default.
   *
   * @param probabilities the attention probabilities, (B, H, T, S)
   * @param v the values, (B, H, S, k)
   * @return the weighted values, (B, H, T, k)
   */
  default NDArray weighted(NDArray probabilities, NDArray v) {
    return probabilities.matMul(v);
  }

  /**
   * Returns whether {@link #scores} or {@link #weighted} round their results, so that {@link
   * FusedAttention} cannot replace them; false by default.
   */
  default boolean roundsAttention() {
    return false;
  }

  /**
   * Returns the products of a precision.
   *
   * @param manager the owner of the arrays and modules that they need
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

  // 15 and 6 are PyTorch's codes for bfloat16 and float32; the bias is added in float32
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
