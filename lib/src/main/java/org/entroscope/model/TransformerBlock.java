package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * Pre-LN block (Eq. 1): {@code X_SA = X + MHA(LN1(X))}, {@code X_out = X_SA + FFN(LN2(X_SA))}; with
 * a scaled feed-forward network (Eq. 8): {@code X_out = beta X_SA + FFN(LN2(X_SA)) / alpha}. Where
 * both run side by side, the feed-forward network sees X in place of X_SA.
 */
final class TransformerBlock extends Part {

  private final String residual;
  private final LayerNorm norm1;
  private final LayerNorm norm2;
  private final Attention attention;
  private final FeedForward ffn;
  private final boolean parallel;
  private final Parameter alpha;
  private final Parameter beta;

  TransformerBlock(
      int layer, Architecture architecture, ModelShape shape, Parameter modelSlope, Start start) {
    super("layer." + layer, start);
    residual = "residual." + layer;
    parallel = architecture.parallel();
    boolean normed = architecture.layerNorm();
    int d = shape.width();
    norm1 = normed ? addChildBlock("norm1", new LayerNorm(name("norm1"), d, start)) : null;
    attention =
        addChildBlock("attention", new Attention(name("attention"), architecture, shape, start));
    norm2 = normed ? addChildBlock("norm2", new LayerNorm(name("norm2"), d, start)) : null;
    ffn =
        addChildBlock("ffn", new FeedForward(name("ffn"), architecture, shape, modelSlope, start));
    alpha = architecture.scaled() ? parameter("ffn.alpha", Start.constant(1), 1) : null;
    beta = architecture.scaled() ? parameter("ffn.beta", Start.constant(1), 1) : null;
  }

  @Override
  NDArray forward(NDArray x, Pass pass) { // B T d
    NDArray attended = x.add(attention.forward(normed(norm1, x, pass), pass));
    attended = pass.at(residual + ".attention", attended);
    NDArray seen = normed(norm2, parallel ? x : attended, pass);
    NDArray transformed = pass.at(name("ffn.output"), ffn.forward(seen, pass));
    NDArray sum =
        alpha == null
            ? attended.add(transformed)
            : attended.mul(pass.value(beta)).add(transformed.div(pass.value(alpha)));
    return pass.at(residual + ".ffn", sum);
  }

  private static NDArray normed(LayerNorm norm, NDArray x, Pass pass) {
    return norm == null ? x : norm.forward(x, pass);
  }
}
