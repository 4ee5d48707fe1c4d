package org.entroscope.component;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.Arithmetic;
import org.entroscope.architecture.Component;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.architecture.ParameterValues;

/**
 * Leaky ReLU: {@code x} above zero and {@code slope x} below, with a fixed or learned slope
 * ("ReLU's Revival", arXiv 2410.09637).
 *
 * @param learned whether the slope is learned, and for which layers
 * @param slope the negative slope in [0, 1), or its initial value if it is learned
 */
public record LeakyRelu(Learned learned, double slope) implements Activation {

  /** The choice of whether the slope is learned, and for which layers. */
  public enum Learned {
    /** The slope is fixed. */
    NONE,
    /** Every layer learns its own slope. */
    LAYER,
    /** The model learns one slope for all layers. */
    MODEL
  }

  private static final double INITIAL_SLOPE = 0.01;

  /**
   * Creates a component for {@link java.util.ServiceLoader}. The notation always gives an argument.
   */
  public LeakyRelu() {
    this(Learned.NONE, INITIAL_SLOPE);
  }

  /** Checks the slope. */
  public LeakyRelu {
    if (!(slope >= 0 && slope < 1)) {
      throw new IllegalArgumentException(
          "the negative slope of a leaky ReLU must lie in [0, 1), not " + slope);
    }
  }

  @Override
  public String term() {
    return "LReLU";
  }

  @Override
  public String label() {
    return "leaky ReLU";
  }

  @Override
  public String usage() {
    return "LReLU(0.01 | layer | model)";
  }

  @Override
  public String arguments() {
    return switch (learned) {
      case NONE -> String.valueOf(slope);
      case LAYER -> "layer";
      case MODEL -> "model";
    };
  }

  @Override
  public Component withArguments(String arguments) {
    return switch (arguments) {
      case "layer" -> new LeakyRelu(Learned.LAYER, INITIAL_SLOPE);
      case "model" -> new LeakyRelu(Learned.MODEL, INITIAL_SLOPE);
      default -> {
        try {
          yield new LeakyRelu(Learned.NONE, Double.parseDouble(arguments));
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException(
              "'LReLU' needs a slope: LReLU(0.01), LReLU(layer) or LReLU(model)", e);
        }
      }
    };
  }

  @Override
  public String note() {
    return switch (learned) {
      case NONE -> "slope " + slope;
      case LAYER -> "slope per layer";
      case MODEL -> "one slope";
    };
  }

  @Override
  public List<String> transformersNames() {
    // PyTorch's default negative slope
    return learned == Learned.NONE && slope == 0.01 ? List.of("leaky_relu") : List.of();
  }

  @Override
  public List<ParameterSpec> parameters(ModelShape shape) {
    ParameterSpec parameter = ParameterSpec.of("slope", 1).constant(slope).recorded("");
    return switch (learned) {
      case NONE -> List.of();
      case LAYER -> List.of(parameter);
      case MODEL -> List.of(parameter.sharedByLayers());
    };
  }

  @Override
  public NDArray forward(NDArray x, ParameterValues values) {
    if (learned == Learned.NONE) {
      return ai.djl.nn.Activation.leakyRelu(x, (float) slope);
    }
    NDArray negative = ai.djl.nn.Activation.relu(x.neg()).mul(values.get("slope"));
    return ai.djl.nn.Activation.relu(x).sub(negative);
  }

  @Override
  public <T> T formula(T x, Arithmetic<T> arithmetic) {
    T positive = arithmetic.relu(x);
    T negative = arithmetic.subtract(x, positive);
    return arithmetic.add(
        positive,
        learned == Learned.NONE
            ? arithmetic.multiply(slope, negative)
            : arithmetic.multiply(arithmetic.learned("slope"), negative));
  }
}
