package org.entroscope.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Computes causal softmax attention and its entropy without the matrix of scores. It uses PyTorch's
 * fused kernels, whose memory is linear in T. Shapes: B batch, T queries, H heads, k head width;
 * with more keys than queries, the queries are the last of the sequence. Scores are {@code s_ij =
 * q_i k_j / sqrt(k)}.
 *
 * <p>The entropy of a query is {@code E_i = lse_i - s(q_i, (A K)_i)}, where lse_i is the logarithm
 * of the row's sum of exponentials, and the second term is the mean score. The mean score is the
 * score of the mean key (A K)_i, which the same kernel computes when it gets the keys instead of
 * the values. In the derivative {@code dE_i/ds_ij = -a_ij (s_ij - mean score)} only the dependence
 * of the weights a on the scores remains: the derivative of lse and the derivative of the scores
 * inside the mean cancel. So one kernel call suffices, with values that are treated as constants.
 *
 * <p>The two terms of the entropy can be large and nearly equal, so they are made small first.
 * Subtracting one vector from all keys of a head changes neither weights nor entropies. The mean
 * key is subtracted, which removes the part that all scores of a row have in common, unless the
 * scores are small anyway. The mean of the result is subtracted once more, so that equal keys
 * become exactly zero. The measured rounding error that remains is at most about 1e-6 nats plus
 * {@code 6e-8 (3 + T/100) max|q| max|k - mean| / sqrt(k)}. Where that may exceed 1e-4 nats (for
 * derivatives, 2e-5 at small T), double precision replaces single precision.
 */
public final class FusedAttention {

  private static final double LARGEST_ERROR = 1e-4;

  /** Derivatives are differences of scores, so they lose precision before the values do. */
  private static final double GROWTH_OF_DERIVATIVES = 15;

  /**
   * Above this score a row can be exactly one-hot in float32. The gradient of such a row is zero.
   * The kernels compute it as a difference of two sums and leave a rounding error, which the long
   * queries and keys of a collapsed model amplify until the gradient explodes.
   */
  private static final double STEEP = 30;

  private static final int WIDTHS_ON_A_GPU = 4;

  private static final Map<Integer, FusedAttention> OF_HEADS = new ConcurrentHashMap<>();

  // in TorchScript's serialised form; 6 and 7 stand for float32 and float64. Small scores need none
  // of the precautions: no row is one-hot or without a finite score, and little cancels
  private static final String SOURCE =
      """
      def split(self, joint: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
        q, k, v, = torch.chunk(joint, 3, -1)
        return ((self).heads(q), (self).heads(k), (self).heads(v))
      def heads(self, x: Tensor) -> Tensor:
        size = [torch.size(x, 0), torch.size(x, 1), %1$d, -1]
        return torch.transpose(torch.view(x, size), 1, 2)
      def hidden(self, q: Tensor, k: Tensor) -> Tensor:
        n = torch.size(q, 2)
        m = torch.size(k, 2)
        all = torch.full([n, m], -1e30, dtype=None, layout=None, device=ops.prim.device(q))
        return torch.to(torch.triu(all, torch.add(torch.sub(m, n), 1)), ops.prim.dtype(q))
      def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        if torch.__not__(ops.prim.requires_grad(q)):
          o = (self).read(q, k, v)
        elif torch.le((self).reach(q, k), %4$s):
          o, lse = (self).fused(q, k, v)
        elif torch.le((self).reach(q, (self).centred(k)), %4$s):
          o = (self).read(q, k, v)
        else:
          o = (self).weighted(q, k, v)
        return (self).merged(o)
      def both(self, q: Tensor, k: Tensor, v: Tensor) -> Tuple[Tensor, Tensor]:
        reach = (self).reach(q, k)
        if torch.le(reach, %4$s):
          shared = torch.le((self).error(q, k, reach), %2$s)
        else:
          shared = False
        if shared:
          o, lse = (self).fused(q, k, v)
          heads, e = (self).merged(o), (self).spread(q, k)
        else:
          heads, e = (self).attend(q, k, v), (self).entropy(q, k)
        return (heads, e)
      def merged(self, o: Tensor) -> Tensor:
        return torch.flatten(torch.transpose(o, 1, 2), 2)
      def reach(self, q: Tensor, k: Tensor) -> float:
        longest = torch.max(torch.linalg_vector_norm(torch.detach(q), 2, [-1]))
        product = torch.mul(longest, torch.max(torch.linalg_vector_norm(torch.detach(k), 2, [-1])))
        return torch.div(float(product), (self).root(q))
      def error(self, q: Tensor, k: Tensor, reach: float) -> float:
        growth = torch.add(3., torch.div(torch.size(k, 2), 100.))
        if ops.prim.requires_grad(q):
          growth = ops.prim.max(growth, %3$s)
        return torch.mul(torch.mul(reach, growth), 6e-8)
      def weighted(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        s = torch.div(torch.matmul(q, torch.transpose(k, 2, 3)), (self).root(q))
        return torch.matmul(torch.softmax(torch.add(s, (self).hidden(q, k)), -1), v)
      def entropy(self, q: Tensor, k: Tensor) -> Tensor:
        c = (self).centred(k)
        if torch.gt((self).error(q, k, (self).reach(q, c)), %2$s):
          e = torch.to((self).exact(torch.to(q, 7), (self).centred(torch.to(k, 7))), 6)
        else:
          e = (self).spread(q, c)
        return e
      def root(self, q: Tensor) -> float:
        return torch.sqrt(torch.size(q, 3))
      def centred(self, k: Tensor) -> Tensor:
        c = torch.sub(k, torch.mean(torch.detach(k), [2], True))
        return torch.sub(c, torch.mean(torch.detach(c), [2], True))
      def spread(self, q: Tensor, k: Tensor) -> Tensor:
        mean, lse = (self).fused(q, k, torch.detach(k))
        score = torch.div(torch.sum(torch.mul(torch.detach(q), mean), [-1]), (self).root(q))
        e = torch.sub(torch.detach(lse), score)
        return torch.add(e, torch.relu(torch.neg(torch.detach(e))))
      def matrix(self, q: Tensor, k: Tensor) -> Tensor:
        s = torch.div(torch.matmul(q, torch.transpose(k, 2, 3)), (self).root(q))
        p = torch.log_softmax(torch.add(s, (self).hidden(q, k)), -1)
        return torch.neg(torch.sum(torch.mul(torch.exp(p), p), [-1]))
      """;

  // for a query without a finite score the kernel returns zeros and lse = 0; it must return NaN
  private static final String ON_THE_CPU =
      """
      def read(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        o, lse = (self).fused(q, k, v)
        if torch.__not__(bool(torch.all(lse))):
          m = torch.size(k, 2)
          own = torch.detach(torch.slice(k, 2, torch.sub(m, torch.size(q, 2)), m))
          score = torch.sum(torch.mul(torch.detach(q), own), [-1])
          finite = torch.logical_or(torch.isfinite(score), torch.ne(lse, 0.))
          repaired = torch.masked_fill(o, torch.unsqueeze(torch.logical_not(finite), 3), nan)
        else:
          repaired = o
        return repaired
      def fused(self, q: Tensor, k: Tensor, v: Tensor) -> Tuple[Tensor, Tensor]:
        if torch.eq(torch.size(q, 2), torch.size(k, 2)):
          o, l = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0., True)
        else:
          mask = (self).hidden(q, k)
          o, l = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0., False,
              attn_mask=mask)
        return (o, l)
      def exact(self, q: Tensor, k: Tensor) -> Tensor:
        return (self).spread(q, k)
      """;

  // this kernel pads lse and has no double-precision version, so exact() computes the matrix
  private static final String ON_A_GPU =
      """
      def read(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        o, lse = (self).fused(q, k, v)
        return o
      def fused(self, q: Tensor, k: Tensor, v: Tensor) -> Tuple[Tensor, Tensor]:
        n = torch.size(q, 2)
        m = torch.size(k, 2)
        if torch.eq(n, m):
          o, l, s, f = torch._scaled_dot_product_efficient_attention(q, k, v, None, True, 0., True)
        else:
          padded = torch.constant_pad_nd((self).hidden(q, k), [0, torch.sub(16, torch.remainder(m, 16))])
          mask = torch.expand(torch.slice(padded, 1, 0, m), [torch.size(q, 0), torch.size(q, 1), n, m])
          o, l, s, f = torch._scaled_dot_product_efficient_attention(q, k, v, mask, True, 0., False)
        return (o, torch.slice(l, 2, 0, n))
      def exact(self, q: Tensor, k: Tensor) -> Tensor:
        return (self).matrix(q, k)
      """;

  private final TorchScript cpu;
  private final TorchScript gpu;

  private FusedAttention(int heads) {
    String common = SOURCE.formatted(heads, LARGEST_ERROR, GROWTH_OF_DERIVATIVES, STEEP);
    cpu = TorchScript.shared(common + ON_THE_CPU);
    gpu = TorchScript.shared(common + ON_A_GPU);
  }

  /** Returns the fused attention for a number of heads. */
  public static FusedAttention of(int heads) {
    return OF_HEADS.computeIfAbsent(heads, FusedAttention::new);
  }

  /** Returns whether a device has a kernel for heads of the given width. */
  public static boolean supports(Device device, int headWidth) {
    return device.equals(Device.cpu()) || device.isGpu() && headWidth % WIDTHS_ON_A_GPU == 0;
  }

  private TorchScript script(NDArray x) {
    return x.getDevice().isGpu() ? gpu : cpu;
  }

  /**
   * Splits a joint projection into the queries, keys and values of all heads.
   *
   * @param joint the joint projection, (B, T, 3 H k)
   * @return three arrays (B, H, T, k), which share the memory of {@code joint}
   */
  public NDList split(NDArray joint) {
    return script(joint).record("split", joint);
  }

  /**
   * Returns the concatenated outputs of the heads, differentiable. Where gradients are recorded and
   * scores are so large that rows may be one-hot, the matrix of scores is computed, because the
   * gradient of such a row is zero and the fused kernels return only nearly zero.
   *
   * @param q the queries, (B, H, T, k), divided by their temperatures
   * @param k the keys, (B, H, keys, k)
   * @param v the values, (B, H, keys, k)
   * @return the concatenated outputs, (B, T, H k)
   */
  public NDArray attend(NDArray q, NDArray k, NDArray v) {
    return script(q).differentiable("attend", q, k, v);
  }

  /**
   * Returns the results of {@link #attend} and {@link #entropy}. This is faster than two calls,
   * because shared intermediate results are computed once.
   *
   * @return the concatenated outputs, (B, T, H k), and the entropies, (B, H, T)
   */
  public NDList attendWithEntropy(NDArray q, NDArray k, NDArray v) {
    return script(q).record("both", q, k, v);
  }

  /**
   * Returns the entropy of every query in nats, differentiable and never negative. On a CPU, the
   * memory is always linear in T. On a GPU it is quadratic if the scores are so large that double
   * precision is needed.
   *
   * <p>The error, compared with double precision for the same queries and keys, is below 1e-4 nats
   * for finite scores of any size. The relative errors of its gradients are of the same order.
   *
   * @param q the queries, as in {@link #attend}
   * @param k the keys, as in {@link #attend}
   * @return the entropies, (B, H, T)
   */
  public NDArray entropy(NDArray q, NDArray k) {
    return script(q).differentiable("entropy", q, k);
  }
}
