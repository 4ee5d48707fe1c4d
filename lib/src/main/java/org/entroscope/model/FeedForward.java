package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import org.entroscope.architecture.Activation.Kind;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Biases;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.Normalisation;
import org.entroscope.engine.Scalar;

/**
 * Feed-forward network (Eq. 4): two projections, d to 4d and back, with an activation between them;
 * or, fused, one d x d matrix (Section 3).
 */
final class FeedForward extends Part {

  private static final int EXPANSION = 4;

  private final Kind activation;
  private final float fixedSlope;
  private final Parameter slope;
  private final Linear in;
  private final Linear out;
  private final Linear fused;

  /**
   * @param modelSlope the learnable slope that all layers share, or null where they share none
   */
  FeedForward(
      String path, Architecture architecture, ModelShape shape, Parameter modelSlope, Start start) {
    super(path, start);
    int d = shape.width();
    activation = architecture.activation().kind();
    fixedSlope = (float) architecture.activation().slope();
    slope =
        activation == Kind.LEAKY_PER_LAYER
            ? parameter("slope", Start.constant(fixedSlope), 1)
            : modelSlope;
    Normalisation norm = architecture.normalisation();
    Normalisation.Kind kind = norm != null && norm.layers().feedForward() ? norm.kind() : null;
    boolean biased = architecture.biases() == Biases.ALL;
    if (architecture.fused()) {
      fused = addChildBlock("fused", Linear.of(name("fused"), d, d, biased, kind, start));
      in = null;
      out = null;
    } else {
      fused = null;
      int wide = EXPANSION * d;
      in = addChildBlock("in", Linear.of(name("in"), d, wide, biased, kind, start));
      out = addChildBlock("out", Linear.of(name("out"), wide, d, biased, kind, start));
    }
  }

  @Override
  NDArray forward(NDArray x, Pass pass) { // B T d
    if (fused != null) {
      return fused.forward(x, pass);
    }
    NDArray hidden = activate(in.forward(x, pass), pass); // B T 4d
    return out.forward(pass.at(name("hidden"), hidden), pass);
  }

  private NDArray activate(NDArray x, Pass pass) {
    return switch (activation) {
      case IDENTITY -> x;
      case GELU -> Activation.gelu(x);
      case GELU_TANH -> geluTanh(x);
      case RELU -> Activation.relu(x);
      case LEAKY_FIXED -> Activation.leakyRelu(x, fixedSlope);
      case LEAKY_PER_LAYER, LEAKY_PER_MODEL ->
          Activation.relu(x).sub(Activation.relu(x.neg()).mul(pass.value(slope)));
    };
  }

  /** {@code x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2}. */
  private static NDArray geluTanh(NDArray x) {
    NDArray cubic = x.mul(x).mul(x).mul(Scalar.of(x, 0.044715));
    NDArray inner = x.add(cubic).mul(Scalar.of(x, Math.sqrt(2 / Math.PI)));
    return x.mul(Scalar.of(x, 0.5)).mul(inner.tanh().add(Scalar.of(x, 1)));
  }
}
