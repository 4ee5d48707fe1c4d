package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.Map;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Biases;
import org.entroscope.architecture.LinearParametrisation;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.Parametrised;

/**
 * The feed-forward network (Eq. 4): two projections, d to 4d and back, with an activation between
 * them. The fused form is one d x d matrix (Section 3).
 */
final class FeedForward extends ModelBlock {

  private static final int EXPANSION = 4;

  private final Activation activation;
  private final LearnedComponent learned;
  private final Linear in;
  private final Linear out;
  private final Linear fused;

  /**
   * @param shared the parameters of the activation that all layers share, by name
   */
  FeedForward(
      String path,
      Architecture architecture,
      ModelShape shape,
      Map<String, Parameter> shared,
      Initialiser initialiser) {
    super(path, initialiser);
    int d = shape.hiddenSize();
    activation = architecture.activation();
    learned =
        activation == null
            ? null
            : new LearnedComponent(this, activation.parameters(shape), shared);
    Parametrised parametrised = architecture.parametrised();
    LinearParametrisation by =
        parametrised != null && parametrised.layers().feedForward() ? parametrised.by() : null;
    boolean biased = architecture.biases() == Biases.ALL;
    if (architecture.fused()) {
      fused = addChildBlock("fused", new Linear(name("fused"), d, d, biased, by, initialiser));
      in = null;
      out = null;
    } else {
      fused = null;
      int wide = EXPANSION * d;
      in = addChildBlock("in", new Linear(name("in"), d, wide, biased, by, initialiser));
      out = addChildBlock("out", new Linear(name("out"), wide, d, biased, by, initialiser));
    }
  }

  @Override
  NDArray forward(NDArray x, ForwardContext context) { // B T d
    if (fused != null) {
      return fused.forward(x, context);
    }
    NDArray hidden = in.forward(x, context); // B T 4d
    if (activation != null) {
      NDArray linear = hidden;
      hidden = activation.forward(linear, learned.in(context));
      if (hidden != linear) {
        linear.close();
      }
    }
    hidden = context.activation(name("hidden"), hidden);
    NDArray result = out.forward(hidden, context);
    context.release(name("hidden"), hidden);
    return result;
  }
}
