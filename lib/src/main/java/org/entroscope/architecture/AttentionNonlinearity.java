package org.entroscope.architecture;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Turns attention scores into attention weights (Eq. 2): the softmax, or what replaces it. Shapes:
 * B batch, H heads.
 */
public interface AttentionNonlinearity extends Component {

  /** What is learned in every layer; nothing by default. */
  default List<ParameterSpec> parameters(ModelShape shape) {
    return List.of();
  }

  /**
   * Attention weights, differentiable.
   *
   * @param scores (B, H, queries, keys), scaled; keys that a query must not see have -1e9
   * @param learned the values of {@link #parameters}
   * @return (B, H, queries, keys); rows need not sum to one
   */
  NDArray weights(NDArray scores, ParameterValues learned);

  /**
   * Entropy of every query in nats, differentiable. By default the Shannon entropy of the weights
   * divided by their sum: of the distribution over keys, however much of it is used.
   *
   * @param scores as in {@link #weights}
   * @param weights what {@link #weights} returned
   * @return (B, H, queries)
   */
  default NDArray entropy(NDArray scores, NDArray weights) {
    NDArray tiny = weights.getManager().full(weights.getShape(), Float.MIN_NORMAL);
    NDArray share = weights.maximum(tiny);
    share = share.div(share.sum(new int[] {-1}, true));
    return share.mul(share.log()).sum(new int[] {-1}).neg();
  }

  /**
   * Whether {@link #weights} is the softmax of the scores and {@link #entropy} its Shannon entropy,
   * and nothing else. Models then use fused attention, which computes both without the scores; no
   * by default.
   */
  default boolean isSoftmax() {
    return false;
  }

  /**
   * The weights of one query in plain arithmetic, for tests, for private inference and for its
   * cost.
   *
   * @param scores of the keys that the query sees
   * @throws UnsupportedOperationException by default: the component has no private form
   */
  default <T> List<T> formula(List<T> scores, Arithmetic<T> arithmetic) {
    throw unsupported("private inference: it defines no formula(scores, arithmetic)");
  }
}
