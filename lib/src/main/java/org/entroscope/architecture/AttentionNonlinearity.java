package org.entroscope.architecture;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Turns attention scores into attention weights (Eq. 2): the softmax or a replacement of it.
 * Shapes: B batch, H heads.
 */
public interface AttentionNonlinearity extends Component {

  /** Returns the parameters that every layer learns; none by default. */
  default List<ParameterSpec> parameters(ModelShape shape) {
    return List.of();
  }

  /**
   * Returns the attention weights, differentiable.
   *
   * @param scores the scaled scores, (B, H, queries, keys); masked keys have the score -1e9
   * @param learned the values of {@link #parameters}
   * @return the attention weights, (B, H, queries, keys); rows need not sum to one
   */
  NDArray weights(NDArray scores, ParameterValues learned);

  /**
   * Returns the entropy of every query in nats, differentiable. By default, this is the Shannon
   * entropy of the weights divided by their sum, so it is the entropy of a distribution over keys
   * even if the weights do not sum to one.
   *
   * @param scores the scaled scores, (B, H, queries, keys), as in {@link #weights}
   * @param weights the attention weights that {@link #weights} returned
   * @return the entropies, (B, H, queries)
   */
  default NDArray entropy(NDArray scores, NDArray weights) {
    NDArray tiny = weights.getManager().full(weights.getShape(), Float.MIN_NORMAL);
    NDArray share = weights.maximum(tiny);
    share = share.div(share.sum(new int[] {-1}, true));
    return share.mul(share.log()).sum(new int[] {-1}).neg();
  }

  /**
   * Returns whether {@link #weights} is exactly the softmax of the scores and {@link #entropy} its
   * Shannon entropy. If so, models use fused attention, which computes both without the matrix of
   * scores; false by default.
   */
  default boolean isSoftmax() {
    return false;
  }

  /**
   * Returns the weights of one query. It is used for tests, for private inference and for the cost
   * of private inference.
   *
   * @param scores the scores of the keys that the query sees
   * @throws UnsupportedOperationException by default, because the component has no private form
   */
  default <T> List<T> formula(List<T> scores, Arithmetic<T> arithmetic) {
    throw unsupported("private inference: it defines no formula(scores, arithmetic)");
  }
}
