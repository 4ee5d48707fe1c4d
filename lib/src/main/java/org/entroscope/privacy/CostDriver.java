package org.entroscope.privacy;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * A quantity of a model to which communication or latency is proportional. Every driver can be
 * counted from the architecture and the shape; its coefficient depends on the protocol.
 */
public enum CostDriver {
  /** Embedding and vocabulary projection: {@code T V}. */
  VOCABULARY("embedding and vocabulary", (a, s) -> (double) s.context() * s.vocabulary()),
  /** The number of scores in softmax operations: {@code L H T^2}. */
  SOFTMAX("softmax, per score", (a, s) -> blocks(s) * s.heads() * s.context() * softmaxed(a, s)),
  /**
   * The number of scalars in LayerNorms of blocks and of queries and keys: {@code 2 L T d} each.
   */
  LAYER_NORM("LayerNorm, per element", (a, s) -> norms(a) * stream(s)),
  /** The number of scalars in GELU or a similar function: {@code 4 L T d}. */
  GELU(
      "GELU, per element", (a, s) -> FormulaCount.of(a.activation()).smoothRelus() * 4 * stream(s)),
  /** The number of scalars in ReLU or leaky ReLU: {@code 4 L T d}. */
  RELU(
      "ReLU, per element", (a, s) -> FormulaCount.of(a.activation()).comparisons() * 4 * stream(s)),
  /**
   * The number of outputs of linear layers, each a truncated inner product: {@code 9 L T d}, fused
   * {@code 5 L T d}.
   */
  LINEAR_OUTPUT("linear, per output", (a, s) -> (a.fused() ? 5 : 9) * stream(s)),
  /** The number of weights of linear layers: {@code 12 L d^2}, fused {@code 5 L d^2}. */
  WEIGHT("linear, per weight", (a, s) -> weights(a, s)),
  /**
   * The transferred gigabytes, which the communication model predicts. This driver is used only for
   * latency.
   */
  GIGABYTE("per gigabyte", (a, s) -> Double.NaN),
  /**
   * The number of scalars of the residual stream, which every step of a block processes: {@code L T
   * d}.
   */
  STREAM("block, per scalar", (a, s) -> stream(s)),
  /** The number of products in linear layers: {@code T} times the weights. */
  PRODUCT("linear, per product", (a, s) -> s.context() * weights(a, s)),
  /** The number of consecutive LayerNorms, whose rounds wait for the network. */
  LAYER_NORM_STEP("LayerNorm, per layer of it", (a, s) -> norms(a) * s.layers()),
  /** The number of consecutive activations, whose rounds wait for the network. */
  ACTIVATION_STEP("activation, per layer of it", (a, s) -> activation(a) ? s.layers() : 0),
  /** The number of scalars in activations, for the computing time and not for communication. */
  ACTIVATION("activation, per element", (a, s) -> activation(a) ? 4 * stream(s) : 0);

  /** The drivers of communication. */
  public static final List<CostDriver> COMMUNICATION =
      List.of(VOCABULARY, SOFTMAX, LAYER_NORM, GELU, RELU, LINEAR_OUTPUT, WEIGHT);

  /** The drivers of latency. */
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

  /** Returns a short description for tables. */
  public String description() {
    return description;
  }

  /**
   * Returns the amount of this quantity for an architecture and a shape; NaN for {@link #GIGABYTE}.
   *
   * @throws UnsupportedOperationException if a component of the architecture defines no formula;
   *     the message names it
   */
  public double amount(Architecture architecture, ModelShape shape) {
    return amount.applyAsDouble(architecture, shape);
  }

  /** Returns whether the latency of this driver consists of network round trips. */
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
