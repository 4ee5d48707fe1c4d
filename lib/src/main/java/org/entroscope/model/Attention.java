package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.AttentionNonlinearity;
import org.entroscope.architecture.Biases;
import org.entroscope.architecture.LinearLayers;
import org.entroscope.architecture.LinearParametrisation;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.architecture.Parametrised;
import org.entroscope.architecture.Temperature;
import org.entroscope.engine.FusedAttention;

/**
 * Causal multi-head self-attention (Eq. 2-3): {@code softmax(Q K^T / (t sqrt(d_k)) + M) V} for
 * every head, with temperatures t that are 1 or learnable for every head and query (Section 4).
 * Another {@link AttentionNonlinearity} may replace the softmax.
 *
 * <p>{@link FusedAttention} computes a softmax without the T x T scores, unless a hook may change
 * the scores. Activations that hooks only read are computed in addition, so that reading them
 * changes no result.
 */
final class Attention extends ModelBlock {

  private final int heads;
  private final int headWidth;
  private final AttentionNonlinearity nonlinearity;
  private final LearnedComponent learned;
  private final Temperature temperature;
  private final Parameter temperatures;
  private final FusedAttention fused;

  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;
  private final LayerNorm queryNorm;
  private final LayerNorm keyNorm;
  private final RotaryPositions rotary;

  Attention(
      String path,
      Architecture architecture,
      ModelShape shape,
      Map<String, Parameter> shared,
      Initialiser initialiser) {
    super(path, initialiser);
    int d = shape.hiddenSize();
    heads = shape.heads();
    headWidth = shape.headWidth();
    fused = FusedAttention.of(heads);
    nonlinearity = architecture.attention();
    learned = new LearnedComponent(this, nonlinearity.parameters(shape), shared);
    Parametrised parametrised = architecture.parametrised();
    LinearLayers layers = parametrised == null ? null : parametrised.layers();
    LinearParametrisation qk = layers != null && layers.queryAndKey() ? parametrised.by() : null;
    LinearParametrisation v = layers != null && layers.value() ? parametrised.by() : null;
    LinearParametrisation o = layers != null && layers.output() ? parametrised.by() : null;
    boolean qkBias = architecture.biases() != Biases.NONE;
    boolean voBias = architecture.biases() == Biases.ALL;
    query = addChildBlock("query", new Linear(name("query"), d, d, qkBias, qk, initialiser));
    key = addChildBlock("key", new Linear(name("key"), d, d, qkBias, qk, initialiser));
    value = addChildBlock("value", new Linear(name("value"), d, d, voBias, v, initialiser));
    output = addChildBlock("output", new Linear(name("output"), d, d, voBias, o, initialiser));
    rotary =
        architecture.rotary() == null
            ? null
            : new RotaryPositions(architecture.rotary(), headWidth);
    boolean normed = architecture.queryKeyNorm();
    queryNorm = normed ? headNorm("queryNorm", initialiser) : null;
    keyNorm = normed ? headNorm("keyNorm", initialiser) : null;
    temperature = architecture.temperature();
    temperatures =
        temperature == null
            ? null
            : parameter(
                ParameterSpec.of("temperature", shape.heads(), shape.context())
                    .constant(temperature.initialParameter()));
  }

  private LayerNorm headNorm(String last, Initialiser initialiser) {
    return addChildBlock(last, new LayerNorm(name(last), headWidth, initialiser));
  }

  @Override
  NDArray forward(NDArray x, ForwardContext context) { // x: B T d
    NDArray joint = joint(x, context); // B T 3d
    NDList parts = fused.split(joint);
    NDArray q = parts.get(0); // B H T k
    NDArray k = parts.get(1); // B H T k
    NDArray v = parts.get(2); // B H T k
    if (queryNorm != null) {
      q = queryNorm.forward(q, context);
      k = keyNorm.forward(k, context);
    }
    if (rotary != null) {
      q = rotary.turned(q, context);
      k = rotary.turned(k, context);
    }
    q = divided(context.activation(name("query"), q), context);
    k = context.remembered(name("key"), context.activation(name("key"), k));
    v = context.remembered(name("value"), context.activation(name("value"), v));
    NDArray merged =
        isFused(q, context) ? withoutScores(q, k, v, context) : plain(q, k, v, context);
    NDArray result = context.activation(name("output"), output.forward(merged, context)); // B T d
    context.release(name("heads"), merged);
    joint.close(); // its parts share its memory
    List<String> names = List.of("query", "key", "value");
    for (int i = 0; i < parts.size(); i++) {
      context.release(name(names.get(i)), parts.get(i));
    }
    return result;
  }

  /** Returns queries, keys and values from one product, B T 3d. */
  private NDArray joint(NDArray x, ForwardContext context) {
    NDList weights = new NDList();
    NDList biases = new NDList();
    for (Linear each : List.of(query, key, value)) {
      weights.add(each.weight(context));
      NDArray bias = each.bias(context);
      if (bias != null) {
        biases.add(bias); // queries and keys have biases if values have
      }
    }
    return context.matMul().joint(x, weights, biases); // B T 3d
  }

  /** Returns the queries divided by their temperatures. */
  private NDArray divided(NDArray q, ForwardContext context) { // B H T k
    if (temperature == null) {
      return q;
    }
    int from = context.offset();
    NDArray w =
        context.value(temperatures).get(":, {}:{}", from, from + q.getShape().get(2)); // H T
    return temperature.divide(q, w);
  }

  private boolean isFused(NDArray q, ForwardContext context) {
    return nonlinearity.isSoftmax()
        && !context.matMul().roundsAttention()
        && FusedAttention.supports(q.getDevice(), headWidth)
        && context.access(name("scores")) != Hook.Access.CHANGE
        && context.access(name("probabilities")) != Hook.Access.CHANGE;
  }

  /**
   * Returns the outputs of the heads, B T d, from fused attention; hooks do not change the
   * computation.
   */
  private NDArray withoutScores(NDArray q, NDArray k, NDArray v, ForwardContext context) {
    boolean read = context.access(name("probabilities")) == Hook.Access.READ;
    NDArray s = null;
    if (read || context.access(name("scores")) == Hook.Access.READ) {
      s = context.activation(name("scores"), scores(q, k, context)); // B H T T
    }
    NDArray merged; // B T d
    if (context.access(name("entropy")) == Hook.Access.NONE) {
      merged = fused.attend(q, k, v);
    } else {
      NDList both = fused.attendWithEntropy(q, k, v);
      merged = both.get(0);
      context.offer(name("entropy"), () -> both.get(1)); // B H T
    }
    if (read) {
      context.activation(name("probabilities"), nonlinearity.weights(s, learned.in(context)));
    }
    if (context.access(name("heads")) == Hook.Access.NONE) {
      return merged;
    }
    NDArray heads = split(merged);
    NDArray seen = context.activation(name("heads"), heads); // B H T k
    return seen == heads ? merged : merge(seen);
  }

  /**
   * Returns the outputs of the heads, B T d, from the matrix of scores (Eq. 2-3), which a hook may
   * change.
   */
  private NDArray plain(NDArray q, NDArray k, NDArray v, ForwardContext context) {
    NDArray s = context.activation(name("scores"), scores(q, k, context)); // B H T T
    NDArray a = nonlinearity.weights(s, learned.in(context)); // B H T T
    context.offer(name("entropy"), () -> nonlinearity.entropy(s, a)); // B H T
    NDArray weights = context.activation(name("probabilities"), a);
    NDArray attended = context.matMul().weighted(weights, v); // B H T k
    return merge(context.activation(name("heads"), attended));
  }

  private NDArray scores(NDArray q, NDArray k, ForwardContext context) {
    NDArray mask = context.mask(q.getShape().get(2), q);
    return context.matMul().scores(q, k, 1 / Math.sqrt(headWidth), mask);
  }

  private NDArray split(NDArray x) { // B T d -> B H T k
    Shape s = x.getShape();
    return x.reshape(s.get(0), s.get(1), heads, headWidth).transpose(0, 2, 1, 3);
  }

  private NDArray merge(NDArray x) { // B H T k -> B T d
    Shape s = x.getShape();
    return x.transpose(0, 2, 1, 3).reshape(s.get(0), s.get(2), (long) heads * headWidth);
  }
}
