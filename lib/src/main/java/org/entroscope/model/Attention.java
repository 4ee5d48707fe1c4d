package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Biases;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.Normalisation;
import org.entroscope.architecture.Temperature;
import org.entroscope.engine.Scalar;
import org.entroscope.entropy.AttentionEntropy;

/**
 * Causal multi-head self-attention (Eq. 2-3): {@code softmax(Q K^T / (t sqrt(d_k)) + M) V} for
 * every head, with temperatures t of 1 or learnable for every head and query (Section 4).
 */
final class Attention extends Part {

  private final int heads;
  private final int headWidth;
  private final Temperature.Form temperatureForm;

  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;
  private final LayerNorm queryNorm;
  private final LayerNorm keyNorm;
  private final Parameter temperature;
  private final RotaryPositions rotary;

  Attention(String path, Architecture architecture, ModelShape shape, Start start) {
    super(path, start);
    int d = shape.width();
    heads = shape.heads();
    headWidth = shape.headWidth();
    Normalisation norm = architecture.normalisation();
    Normalisation.Layers normalised = norm == null ? null : norm.layers();
    boolean qkBias = architecture.biases() != Biases.NONE;
    boolean voBias = architecture.biases() == Biases.ALL;
    Normalisation.Kind qk = norm != null && normalised.queryAndKey() ? norm.kind() : null;
    Normalisation.Kind v = norm != null && normalised.value() ? norm.kind() : null;
    Normalisation.Kind o = norm != null && normalised.output() ? norm.kind() : null;
    query = addChildBlock("query", Linear.of(name("query"), d, d, qkBias, qk, start));
    key = addChildBlock("key", Linear.of(name("key"), d, d, qkBias, qk, start));
    value = addChildBlock("value", Linear.of(name("value"), d, d, voBias, v, start));
    output = addChildBlock("output", Linear.of(name("output"), d, d, voBias, o, start));
    rotary =
        architecture.rotary() == null
            ? null
            : new RotaryPositions(architecture.rotary(), headWidth);
    boolean normed = architecture.queryKeyNorm();
    queryNorm = normed ? headNorm("queryNorm") : null;
    keyNorm = normed ? headNorm("keyNorm") : null;
    Temperature t = architecture.temperature();
    temperatureForm = t == null ? null : t.form();
    temperature =
        t == null
            ? null
            : parameter("temperature", Start.constant(learned(t)), shape.heads(), shape.context());
  }

  private LayerNorm headNorm(String last) {
    return addChildBlock(last, new LayerNorm(name(last), headWidth, start()));
  }

  /** The parameter w from which the temperature starts as the architecture says. */
  private static double learned(Temperature t) {
    return t.form() == Temperature.Form.DIVISOR ? Math.log(t.start()) : t.start();
  }

  @Override
  NDArray forward(NDArray x, Pass pass) { // x: B T d
    NDArray q = split(query.forward(x, pass)); // B H T k
    NDArray k = split(key.forward(x, pass)); // B H T k
    NDArray v = split(value.forward(x, pass)); // B H T k
    if (queryNorm != null) {
      q = queryNorm.forward(q, pass);
      k = keyNorm.forward(k, pass);
    }
    if (rotary != null) {
      q = rotary.turned(q, pass);
      k = rotary.turned(k, pass);
    }
    q = pass.at(name("query"), q);
    k = pass.remembered(name("key"), pass.at(name("key"), k));
    v = pass.remembered(name("value"), pass.at(name("value"), v));
    NDArray s = pass.at(name("scores"), scores(q, k, pass)); // B H T T
    NDArray a = probabilities(s); // B H T T
    pass.tap().offer(name("entropy"), () -> AttentionEntropy.ofScores(s, a)); // B H T
    NDArray attended = pass.at(name("probabilities"), a).matMul(v); // B H T k
    NDArray merged = merge(pass.at(name("heads"), attended)); // B T d
    return pass.at(name("output"), output.forward(merged, pass)); // B T d
  }

  /** Attention weights: one distribution over the visible keys for every query. */
  private static NDArray probabilities(NDArray scores) {
    return scores.softmax(-1);
  }

  private NDArray scores(NDArray q, NDArray k, Pass pass) {
    NDArray scaled =
        q.mul(Scalar.of(q, 1 / Math.sqrt(headWidth))); // scaling queries is cheaper than scores
    long queries = q.getShape().get(2);
    if (temperature != null) {
      int from = pass.offset();
      NDArray t = pass.value(temperature).get(":, {}:{}", from, from + queries); // H T
      scaled =
          switch (temperatureForm) {
            case DIVISOR -> scaled.mul(t.neg().exp().expandDims(-1));
            case INVERSE -> scaled.mul(t.expandDims(-1));
            case OFFSET ->
                scaled.div(
                    t.add(Scalar.of(t, 1))
                        .maximum(Scalar.of(t, Temperature.OFFSET_FLOOR))
                        .expandDims(-1));
          };
    }
    return scaled.matMul(k.transpose(0, 1, 3, 2)).add(pass.mask(queries, q));
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
