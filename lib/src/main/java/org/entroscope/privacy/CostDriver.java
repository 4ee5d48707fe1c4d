package org.entroscope.privacy;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * A quantity of a model that costs bytes or seconds in proportion. Every driver is countable from
 * architecture and shape alone; its coefficient belongs to a protocol.
 */
public enum CostDriver {
  /** Embedding and vocabulary projection: {@code T V}. */
  VOCABULARY("embedding and vocabulary", (a, s) -> (double) s.context() * s.vocabulary()),
  /** Scores that pass a softmax: {@code L H T^2}. */
  SOFTMAX("softmax, per score", (a, s) -> blocks(s) * s.heads() * s.context() * softmaxed(a, s)),
  /** Scalars that pass a LayerNorm, of blocks or of queries and keys: {@code 2 L T d} each. */
  LAYER_NORM("LayerNorm, per element", (a, s) -> norms(a) * stream(s)),
  /** Scalars that pass a GELU, or a function like it: {@code 4 L T d}. */
  GELU(
      "GELU, per element", (a, s) -> FormulaCount.of(a.activation()).smoothRelus() * 4 * stream(s)),
  /** Scalars that pass a ReLU, leaky or not: {@code 4 L T d}. */
  RELU(
      "ReLU, per element", (a, s) -> FormulaCount.of(a.activation()).comparisons() * 4 * stream(s)),
  /**
   * Outputs of linear layers, each a truncated inner product: {@code 9 L T d}, fused {@code 5 L T
   * d}.
   */
  LINEAR_OUTPUT("linear, per output", (a, s) -> (a.fused() ? 5 : 9) * stream(s)),
  /** Weights of linear layers: {@code 12 L d^2}, fused {@code 5 L d^2}. */
  WEIGHT("linear, per weight", (a, s) -> weights(a, s)),
  /** Gigabytes moved; for latency only, and its amount comes from the communication model. */
  GIGABYTE("per gigabyte", (a, s) -> Double.NaN),
  /** The residual stream's scalars, which every step of a block works on: {@code L T d}. */
  STREAM("block, per scalar", (a, s) -> stream(s)),
  /** Products of linear layers: {@code T} times the weights. */
  PRODUCT("linear, per product", (a, s) -> s.context() * weights(a, s)),
  /** LayerNorms one after the other: their rounds wait for the network. */
  LAYER_NORM_STEP("LayerNorm, per layer of it", (a, s) -> norms(a) * s.layers()),
  /** Activations one after the other: their rounds wait for the network. */
  ACTIVATION_STEP("activation, per layer of it", (a, s) -> activation(a) ? s.layers() : 0),
  /** Scalars that pass an activation: computing, and not bytes. */
  ACTIVATION("activation, per element", (a, s) -> activation(a) ? 4 * stream(s) : 0);

  /** What bytes are made of. */
  public static final List<CostDriver> COMMUNICATION =
      List.of(VOCABULARY, SOFTMAX, LAYER_NORM, GELU, RELU, LINEAR_OUTPUT, WEIGHT);

  /** What seconds are made of. */
  public static final List<CostDriver> LATENCY =
      List.of(
          GIGABYTE,
          VOCABULARY,
          STREAM,
          PRODUCT,
          LAYER_NORM_STEP,
          ACTIVATION_STEP,
          LAYER_NORM,
          ACTIVATION);

  private final String description;
  private final ToDoubleBiFunction<Architecture, ModelShape> amount;

  CostDriver(String description, ToDoubleBiFunction<Architecture, ModelShape> amount) {
    this.description = description;
    this.amount = amount;
  }

  /** A few words for tables. */
  public String description() {
    return description;
  }

  /**
   * How much of this an architecture has at a shape; NaN for {@link #GIGABYTE}.
   *
   * @throws UnsupportedOperationException if a component of the architecture defines no formula;
   *     the message names it
   */
  public double amount(Architecture architecture, ModelShape shape) {
    return amount.applyAsDouble(architecture, shape);
  }

  /** Whether the seconds of this are round trips of the network. */
  boolean waitsForRounds() {
    return this == LAYER_NORM_STEP || this == ACTIVATION_STEP;
  }

  private static double blocks(ModelShape s) {
    return s.layers();
  }

  private static double stream(ModelShape s) {
    return blocks(s) * s.context() * s.hiddenSize();
  }

  private static double weights(Architecture a, ModelShape s) {
    return (a.fused() ? 5 : 12) * blocks(s) * s.hiddenSize() * s.hiddenSize();
  }

  private static int norms(Architecture a) {
    return (a.layerNorm() ? 2 : 0) + (a.queryKeyNorm() ? 2 : 0);
  }

  private static double softmaxed(Architecture a, ModelShape s) {
    return FormulaCount.of(a.attention(), s.context()).softmaxed();
  }

  private static boolean activation(Architecture a) {
    return a.activation() != null;
  }
}
