package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
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

/**
 * Causal multi-head self-attention (Eq. 2-3): {@code softmax(Q K^T / (t sqrt(d_k)) + M) V} for
 * every head, with temperatures t of 1 or learnable for every head and query (Section 4). Another
 * {@link AttentionNonlinearity} may take the place of the softmax.
 */
final class Attention extends ModelBlock {

  private final int heads;
  private final int headWidth;
  private final AttentionNonlinearity nonlinearity;
  private final LearnedComponent learned;
  private final Temperature temperature;
  private final Parameter temperatures;

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
    NDArray q = split(query.forward(x, context)); // B H T k
    NDArray k = split(key.forward(x, context)); // B H T k
    NDArray v = split(value.forward(x, context)); // B H T k
    if (queryNorm != null) {
      q = queryNorm.forward(q, context);
      k = keyNorm.forward(k, context);
    }
    if (rotary != null) {
      q = rotary.turned(q, context);
      k = rotary.turned(k, context);
    }
    q = context.activation(name("query"), q);
    k = context.remembered(name("key"), context.activation(name("key"), k));
    v = context.remembered(name("value"), context.activation(name("value"), v));
    NDArray s = context.activation(name("scores"), scores(q, k, context)); // B H T T
    NDArray a = nonlinearity.weights(s, learned.in(context)); // B H T T
    context.offer(name("entropy"), () -> nonlinearity.entropy(s, a)); // B H T
    NDArray attended =
        context.matMul().weighted(context.activation(name("probabilities"), a), v); // B H T k
    NDArray merged = merge(context.activation(name("heads"), attended)); // B T d
    return context.activation(name("output"), output.forward(merged, context)); // B T d
  }

  private NDArray scores(NDArray q, NDArray k, ForwardContext context) {
    NDArray divided = q;
    long queries = q.getShape().get(2);
    if (temperature != null) {
      int from = context.offset();
      NDArray w = context.value(temperatures).get(":, {}:{}", from, from + queries); // H T
      divided = temperature.divide(q, w);
    }
    double scale = 1 / Math.sqrt(headWidth);
    return context.matMul().scores(divided, k, scale, context.mask(queries, q));
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
