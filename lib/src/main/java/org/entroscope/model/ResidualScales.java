package org.entroscope.model;

import org.entroscope.architecture.Architecture;

/**
 * Moves the factors beta of Eq. 8 out of the residual stream, exactly.
 *
 * <p>Instead of the stream X the folded model carries {@code Z_l = k_l X_l}, with {@code k_{l+1} =
 * k_l / beta_l}, so that {@code X_{l+1} = beta_l X_l + ...} becomes {@code Z_{l+1} = Z_l + ...}.
 * What reads the stream of layer l is divided by k_l, what writes to it is multiplied by the k of
 * the stream that it writes to. The first factor k_0 goes into the embeddings, and because the
 * token embedding is the vocabulary projection too, the logits must get it back:
 *
 * <ul>
 *   <li>from the gain and bias of the final LayerNorm, divided by k_0; with {@code k_0 = prod
 *       beta_l} the LayerNorm itself sees the stream it always saw, {@code k_L = 1};
 *   <li>without a final LayerNorm from the stream, where {@code k_0 k_L = 1}, which {@code k_0 =
 *       sqrt(prod beta_l)} gives;
 *   <li>not at all where the vocabulary projection is not tied: {@code k_L = 1}.
 * </ul>
 */
final class ResidualScales {

  /** Factors beyond this could leave the range of single precision. */
  private static final double LARGEST = 1e12;

  private final Architecture architecture;
  private final PlainWeights weights;
  private final double[] betas;
  private final double product;

  ResidualScales(Architecture architecture, int layers, PlainWeights weights) {
    this.architecture = architecture;
    this.weights = weights;
    betas = new double[layers];
    double all = 1;
    for (int l = 0; l < layers; l++) {
      betas[l] = weights.scalar("layer." + l + ".ffn.beta");
      all *= betas[l];
    }
    product = all;
  }

  /** Why the factors cannot be moved, or null. */
  String obstacle() {
    double smallest = 1;
    double largest = 1;
    double k = 1;
    boolean trivial = true;
    for (int l = 0; l < betas.length; l++) {
      if (!(betas[l] != 0 && Double.isFinite(betas[l]))) {
        return "that of layer %d is %s, and no weight can take its place".formatted(l, betas[l]);
      }
      k /= betas[l];
      smallest = Math.min(smallest, Math.abs(k));
      largest = Math.max(largest, Math.abs(k));
      trivial &= betas[l] == 1;
    }
    if (architecture.layerNorm() && !trivial) {
      return "the blocks' LayerNorms undo a factor on the residual stream only up to their epsilon";
    }
    if (!architecture.finalLayerNorm() && !architecture.untied() && product < 0) {
      return "their product is negative, and without a final LayerNorm nothing can turn the sign";
    }
    if (largest / smallest > LARGEST) {
      return "their product spans %.0e, too much for single-precision weights"
          .formatted(largest / smallest);
    }
    return null;
  }

  void fold() {
    boolean endsAtOne = architecture.finalLayerNorm() || architecture.untied();
    double start = endsAtOne ? product : Math.sqrt(product);
    double k = start;
    weights.scale("embedding.token", k);
    weights.scale("embedding.position", k);
    for (int l = 0; l < betas.length; l++) {
      String attention = "layer." + l + ".attention.";
      String ffn = "layer." + l + ".ffn.";
      double next = k / betas[l];
      if (!architecture.layerNorm()) { // a LayerNorm is there only if all factors are 1
        read(attention + "query", k);
        read(attention + "key", k);
        read(attention + "value", k);
        read(ffn + (architecture.fused() ? "fused" : "in"), k);
      }
      write(attention + "output", k);
      write(ffn + (architecture.fused() ? "fused" : "out"), next);
      k = next;
    }
    if (architecture.finalLayerNorm() && !architecture.untied()) {
      weights.scale("norm.gain", 1 / start);
      weights.scale("norm.bias", 1 / start);
    }
  }

  private void read(String linear, double k) {
    weights.scale(linear + ".weight", 1 / k);
  }

  private void write(String linear, double k) {
    weights.scale(linear + ".weight", k);
    weights.scale(linear + ".bias", k);
  }
}
