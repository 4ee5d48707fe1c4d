package org.entroscope.architecture;

/**
 * The nonlinearity between the two feed-forward projections (Table 1; the leaky forms are those of
 * "ReLU's Revival", arXiv 2410.09637).
 *
 * @param kind which function
 * @param slope negative slope of a leaky ReLU, in [0, 1); the start value where it is learnable,
 *     and 0 for the other kinds
 */
public record Activation(Kind kind, double slope) {

  /** The functions, and for leaky ReLU who owns its slope. */
  public enum Kind {
    /** No nonlinearity. */
    IDENTITY,
    /** {@code x Phi(x)}, the exact form with erf. */
    GELU,
    /** GELU in the approximation with tanh that GPT-2 was trained with. */
    GELU_TANH,
    /** {@code max(x, 0)}. */
    RELU,
    /** Leaky ReLU with a fixed negative slope. */
    LEAKY_FIXED,
    /** Leaky ReLU with one learnable negative slope for each layer. */
    LEAKY_PER_LAYER,
    /** Leaky ReLU with one learnable negative slope for the whole model. */
    LEAKY_PER_MODEL
  }

  /** Start value of a learnable negative slope. */
  public static final double LEARNABLE_SLOPE_START = 0.01;

  /** No nonlinearity. */
  public static final Activation IDENTITY = new Activation(Kind.IDENTITY, 0);

  /** GELU. */
  public static final Activation GELU = new Activation(Kind.GELU, 0);

  /** GELU by tanh. */
  public static final Activation GELU_TANH = new Activation(Kind.GELU_TANH, 0);

  /** ReLU. */
  public static final Activation RELU = new Activation(Kind.RELU, 0);

  /** Checks the slope. */
  public Activation {
    if (!(slope >= 0 && slope < 1)) {
      throw new IllegalArgumentException(
          "the negative slope of a leaky ReLU must lie in [0, 1), not " + slope);
    }
  }

  /** Leaky ReLU with a fixed negative slope in [0, 1). */
  public static Activation leaky(double slope) {
    return new Activation(Kind.LEAKY_FIXED, slope);
  }

  /** Leaky ReLU with a learnable negative slope in each layer. */
  public static Activation leakyPerLayer() {
    return new Activation(Kind.LEAKY_PER_LAYER, LEARNABLE_SLOPE_START);
  }

  /** Leaky ReLU with one learnable negative slope for the whole model. */
  public static Activation leakyPerModel() {
    return new Activation(Kind.LEAKY_PER_MODEL, LEARNABLE_SLOPE_START);
  }

  /** Whether this leaves its input as it is. */
  public boolean isIdentity() {
    return kind == Kind.IDENTITY;
  }

  /** The paper's abbreviation; empty for the identity. */
  @Override
  public String toString() {
    return switch (kind) {
      case IDENTITY -> "";
      case GELU -> "G";
      case GELU_TANH -> "Gtanh";
      case RELU -> "R";
      case LEAKY_FIXED -> "LReLU(" + slope + ")";
      case LEAKY_PER_LAYER -> "LReLU(layer)";
      case LEAKY_PER_MODEL -> "LReLU(model)";
    };
  }
}
