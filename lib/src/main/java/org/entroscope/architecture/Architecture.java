package org.entroscope.architecture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A variant of the GPT-2 block, named in the paper's notation (Table 1, Sections 3 and 4).
 *
 * <p>{@code Architecture.of("SM + LN + G")} is GPT-2's own block: softmax, LayerNorm, GELU. The
 * other architectures omit some of these operations or replace them with cheaper ones:
 *
 * <pre>
 * SM, SM(t)              softmax; with learnable temperatures
 * LN                     LayerNorm before attention and before the feed-forward network
 * G, R, LReLU(...)       GELU, ReLU, leaky ReLU with slope 0.01, layer or model
 * WN(..), SN(..), SR(..) weight norm, spectral norm, sigma-reparametrisation of
 *                        QK, FFN, QK+FFN, QKV+FFN or QKVO+FFN
 * QKN                    LayerNorm of queries and keys
 * ScFFN, FuFFN, ScFuFFN  scaled (Eq. 8), fused, scaled and fused feed-forward network
 * EReg(...)              trained with the entropy regulariser (Algorithm 1); settings follow the
 *                        architecture: EReg(SM(t) + ScFuFFN, lambda=1.0E-4, gamma=0.1)
 * noLNf, bias(all|none)  no final LayerNorm; biases on all or no projections
 * Gtanh, RoPE, Parallel, untied
 *                        used by models of other libraries: GELU approximated with tanh, rotary
 *                        positions (RoPE(0.25): for 0.25 of the head width), attention and
 *                        feed-forward network in parallel, a vocabulary projection that is
 *                        independent of the token embedding
 * </pre>
 *
 * <p>The attention nonlinearity, the activation, the parametrisation of linear layers and the
 * regulariser are {@linkplain Component components}. You can replace them with your own components,
 * either by value with {@link #with(Component)} or in the notation after {@link #register}.
 *
 * @param attention the nonlinearity that turns scores into attention weights
 * @param temperature the learnable temperatures that divide the scores, or null for none
 * @param layerNorm whether the blocks have their two LayerNorms
 * @param queryKeyNorm whether queries and keys are normalised per head with LayerNorm
 * @param activation the feed-forward nonlinearity, or null for none
 * @param parametrised the linear layers whose weights are parametrised, or null for none
 * @param scaled whether the feed-forward network is scaled: {@code beta X + FFN(X) / alpha}
 * @param fused whether the two feed-forward projections are one d x d matrix
 * @param regularisers the penalties that training adds to the cross entropy
 * @param finalLayerNorm whether a LayerNorm precedes the vocabulary projection; the authors keep it
 *     in every variant
 * @param biases the projections that have a bias
 * @param rotary the rotary positions, or null for learned ones
 * @param parallel whether the feed-forward network gets the same input as attention, and both
 *     outputs are added: {@code X + MHA(LN1(X)) + FFN(LN2(X))}
 * @param untied whether the vocabulary projection has separate weights instead of those of the
 *     token embedding
 */
public record Architecture(
    AttentionNonlinearity attention,
    Temperature temperature,
    boolean layerNorm,
    boolean queryKeyNorm,
    Activation activation,
    Parametrised parametrised,
    boolean scaled,
    boolean fused,
    List<Regulariser> regularisers,
    boolean finalLayerNorm,
    Biases biases,
    Rotary rotary,
    boolean parallel,
    boolean untied) {

  /** Rejects combinations that have no meaning. */
  public Architecture {
    Objects.requireNonNull(attention, "attention");
    Objects.requireNonNull(biases, "biases");
    regularisers = List.copyOf(regularisers);
    if (fused && activation != null) {
      throw new IllegalArgumentException(
          "a fused feed-forward network cannot have an activation: two projections merge into"
              + " one matrix only if nothing is between them; leave out FuFFN or "
              + activation.notation());
    }
  }

  /**
   * Parses the paper's notation. Spaces are optional; upper and lower case are distinguished.
   *
   * @throws IllegalArgumentException if a term is unknown, given twice or contradicts another; the
   *     message lists the known terms
   */
  public static Architecture of(String notation) {
    return ArchitectureNotation.parse(notation);
  }

  /**
   * Registers a component for the notation in this JVM. It replaces a component that you registered
   * before with the same term.
   *
   * @throws IllegalArgumentException if the term belongs to a component of the library
   */
  public static void register(Component component) {
    Components.register(component);
  }

  /** Returns all components that the notation knows, with their default settings. */
  public static Collection<Component> registered() {
    return Components.all();
  }

  /**
   * Returns the components of this architecture that exist only in this JVM: a notebook cell or a
   * program registered them, and no jar lists them in {@code META-INF/services}.
   */
  public List<Component> localComponents() {
    return components().stream().filter(component -> !Components.isService(component)).toList();
  }

  /**
   * Returns this architecture with another attention nonlinearity or activation, or with an
   * additional regulariser, which replaces one with the same term. The component is {@linkplain
   * #register registered} if its term is new.
   *
   * @throws IllegalArgumentException if it is a linear parametrisation, which also needs a choice
   *     of layers
   */
  public Architecture with(Component component) {
    Components.ensure(component);
    if (component instanceof AttentionNonlinearity nonlinearity) {
      return with(a -> a.attention = nonlinearity);
    } else if (component instanceof Activation function) {
      return with(a -> a.activation = function);
    } else if (component instanceof Regulariser regulariser) {
      return with(a -> a.regularise(regulariser));
    }
    throw new IllegalArgumentException(
        "choose the linear layers that %s applies to, for example: with(%s, LinearLayers.FFN)"
            .formatted(component.term(), component.term()));
  }

  /** Returns this architecture with a parametrisation of some linear layers. */
  public Architecture with(LinearParametrisation parametrisation, LinearLayers layers) {
    Components.ensure(parametrisation);
    return with(a -> a.parametrised = new Parametrised(parametrisation, layers));
  }

  /** Returns whether training adds a penalty to the cross entropy. */
  public boolean regularised() {
    return !regularisers.isEmpty();
  }

  /**
   * Returns the notation without the settings of the regularisers, as published tables print it:
   * {@code EReg(SM(t) + ScFuFFN)} for every weight of the penalty.
   */
  public String terms() {
    return NotationPrinter.print(this, false);
  }

  /** Returns the components that have their own term in the notation. */
  public List<Component> components() {
    List<Component> components = new ArrayList<>();
    components.add(attention);
    if (activation != null) {
      components.add(activation);
    }
    if (parametrised != null) {
      components.add(parametrised.by());
    }
    components.addAll(regularisers);
    return components;
  }

  /**
   * Returns this architecture with some choices changed: {@code SM.with(a -> a.layerNorm = true)}.
   *
   * @throws IllegalArgumentException if the combination has no meaning
   */
  public Architecture with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finished();
  }

  /** The choices of an architecture in mutable form. The fields are the record's components. */
  public static final class Draft {
    public AttentionNonlinearity attention;
    public Temperature temperature;
    public boolean layerNorm;
    public boolean queryKeyNorm;
    public Activation activation;
    public Parametrised parametrised;
    public boolean scaled;
    public boolean fused;
    public List<Regulariser> regularisers;
    public boolean finalLayerNorm;
    public Biases biases;
    public Rotary rotary;
    public boolean parallel;
    public boolean untied;

    private Draft(Architecture from) {
      attention = from.attention;
      temperature = from.temperature;
      layerNorm = from.layerNorm;
      queryKeyNorm = from.queryKeyNorm;
      activation = from.activation;
      parametrised = from.parametrised;
      scaled = from.scaled;
      fused = from.fused;
      regularisers = from.regularisers;
      finalLayerNorm = from.finalLayerNorm;
      biases = from.biases;
      rotary = from.rotary;
      parallel = from.parallel;
      untied = from.untied;
    }

    /** Adds a regulariser, which replaces one with the same term. */
    public void regularise(Regulariser regulariser) {
      List<Regulariser> all = new ArrayList<>(regularisers);
      all.removeIf(other -> other.term().equals(regulariser.term()));
      all.add(regulariser);
      regularisers = all;
    }

    private Architecture finished() {
      return new Architecture(
          attention,
          temperature,
          layerNorm,
          queryKeyNorm,
          activation,
          parametrised,
          scaled,
          fused,
          regularisers,
          finalLayerNorm,
          biases,
          rotary,
          parallel,
          untied);
    }
  }

  /** Returns whether the other object is an architecture with the same notation. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Architecture architecture && toString().equals(architecture.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** Returns the notation; {@code of(toString())} returns an equal architecture. */
  @Override
  public String toString() {
    return NotationPrinter.print(this, true);
  }
}
