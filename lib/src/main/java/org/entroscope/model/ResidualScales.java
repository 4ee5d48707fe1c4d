package org.entroscope.model;

import org.entroscope.architecture.Architecture;

/**
 * Moves the factors beta of Eq. 8 out of the residual stream into the weights, exactly.
 *
 * <p>Instead of the stream X, the folded model has {@code Z_l = k_l X_l} with {@code k_{l+1} = k_l
 * / beta_l}. Therefore {@code X_{l+1} = beta_l X_l + ...} becomes {@code Z_{l+1} = Z_l + ...}.
 * Matrices that read the stream of layer l are divided by k_l, and matrices that write to the
 * stream are multiplied by its k. The first factor k_0 is merged into the embeddings. Because the
 * token embedding is also the vocabulary projection, the factor must be removed from the logits
 * again:
 *
 * <ul>
 *   <li>If there is a final LayerNorm, its gain and bias are divided by k_0. With {@code k_0 = prod
 *       beta_l}, the LayerNorm itself gets the original stream, {@code k_L = 1}.
 *   <li>Without a final LayerNorm, the stream must satisfy {@code k_0 k_L = 1}, which {@code k_0 =
 *       sqrt(prod beta_l)} gives.
 *   <li>If the vocabulary projection is not tied, nothing is to be removed, and {@code k_L = 1}.
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

  /** Returns why the factors cannot be moved, or null if they can. */
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
      if (!architecture.layerNorm()) { // blocks with LayerNorm get here only if all factors are 1
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
