package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.ParameterSpec;

/**
 * A pre-LN block (Eq. 1): {@code X_SA = X + MHA(LN1(X))}, {@code X_out = X_SA + FFN(LN2(X_SA))};
 * with a scaled feed-forward network (Eq. 8): {@code X_out = beta X_SA + FFN(LN2(X_SA)) / alpha}.
 * If attention and the feed-forward network are parallel, the feed-forward network gets X instead
 * of X_SA.
 */
final class TransformerBlock extends ModelBlock {

  private final String residual;
  private final String input;
  private final LayerNorm norm1;
  private final LayerNorm norm2;
  private final Attention attention;
  private final FeedForward ffn;
  private final boolean parallel;
  private final Parameter alpha;
  private final Parameter beta;

  /**
   * @param shared the parameters of components that all layers share, by name
   */
  TransformerBlock(
      int layer,
      Architecture architecture,
      ModelShape shape,
      Map<String, Parameter> shared,
      Initialiser initialiser) {
    super("layer." + layer, initialiser);
    residual = "residual." + layer;
    input = layer == 0 ? "residual.embedding" : "residual." + (layer - 1) + ".ffn";
    parallel = architecture.parallel();
    boolean normed = architecture.layerNorm();
    int d = shape.hiddenSize();
    norm1 = normed ? addChildBlock("norm1", new LayerNorm(name("norm1"), d, initialiser)) : null;
    attention =
        addChildBlock(
            "attention",
            new Attention(name("attention"), architecture, shape, shared, initialiser));
    norm2 = normed ? addChildBlock("norm2", new LayerNorm(name("norm2"), d, initialiser)) : null;
    ffn =
        addChildBlock(
            "ffn", new FeedForward(name("ffn"), architecture, shape, shared, initialiser));
    boolean scaled = architecture.scaled();
    alpha = scaled ? parameter(ParameterSpec.of("ffn.alpha", 1).constant(1)) : null;
    beta = scaled ? parameter(ParameterSpec.of("ffn.beta", 1).constant(1)) : null;
  }

  @Override
  NDArray forward(NDArray x, ForwardContext context) { // B T d
    NDArray read = normed(norm1, x, context);
    NDArray heads = attention.forward(read, context);
    NDArray attended = context.activation(residual + ".attention", x.add(heads));
    context.release(name("attention.output"), heads);
    closeUnlessSame(read, x);
    NDArray before = parallel ? x : attended;
    NDArray seen = normed(norm2, before, context);
    NDArray transformed = context.activation(name("ffn.output"), ffn.forward(seen, context));
    closeUnlessSame(seen, before);
    NDArray sum =
        alpha == null
            ? attended.add(transformed)
            : attended.mul(context.value(beta)).add(transformed.div(context.value(alpha)));
    context.release(name("ffn.output"), transformed);
    context.release(residual + ".attention", attended);
    context.release(input, x);
    return context.activation(residual + ".ffn", sum);
  }

  /** Closes the output of a norm, unless it is the input because there is no norm. */
  private static void closeUnlessSame(NDArray normed, NDArray x) {
    if (normed != x) {
      normed.close();
    }
  }

  private static NDArray normed(LayerNorm norm, NDArray x, ForwardContext context) {
    return norm == null ? x : norm.forward(x, context);
  }
}
