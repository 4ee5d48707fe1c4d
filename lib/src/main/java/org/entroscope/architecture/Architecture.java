package org.entroscope.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A variant of the GPT-2 block, named in the paper's notation (Table 1, Sections 3 and 4).
 *
 * <p>{@code Architecture.of("SM + LN + G")} is GPT-2's own block: softmax, LayerNorm, GELU. Every
 * other architecture leaves something out or puts a cheaper thing in its place:
 *
 * <pre>
 * SM, SM(t)              softmax; with learnable temperatures
 * LN                     LayerNorm before attention and before the feed-forward network
 * G, R, LReLU(...)       GELU, ReLU, leaky ReLU with slope 0.01, layer or model
 * WN(..), SN(..), SR(..) weight norm, spectral norm, sigma-reparametrisation of
 *                        QK, FFN, QK+FFN, QKV+FFN or QKVO+FFN
 * QKN                    LayerNorm of queries and keys
 * ScFFN, FuFFN, ScFuFFN  scaled (Eq. 8), fused, scaled and fused feed-forward network
 * EReg(...)              trained with the entropy regulariser (Algorithm 1)
 * noLNf, bias(all|none)  no final LayerNorm; biases on all or no projections
 * Gtanh, RoPE, Parallel, untied
 *                        what models trained elsewhere have: GELU by tanh, rotary positions of
 *                        all or RoPE(0.25) of the head width, attention and feed-forward network
 *                        side by side, a vocabulary projection of its own
 * </pre>
 *
 * @param temperature learnable temperatures of the softmax, or null for the plain softmax
 * @param layerNorm whether the blocks have their two LayerNorms
 * @param queryKeyNorm whether queries and keys are LayerNorm-ed a head
 * @param activation the feed-forward nonlinearity
 * @param normalisation reparametrised weights, or null
 * @param scaled whether the feed-forward network is scaled: {@code beta X + FFN(X) / alpha}
 * @param fused whether the two feed-forward projections are one d x d matrix
 * @param regularised whether training adds the entropy regulariser
 * @param finalLayerNorm whether a LayerNorm stands before the vocabulary projection; the authors
 *     keep it in every variant
 * @param biases which projections have a bias
 * @param rotary rotary positions, or null for learned ones
 * @param parallel whether the feed-forward network sees what attention sees, and both are added:
 *     {@code X + MHA(LN1(X)) + FFN(LN2(X))}
 * @param untied whether the vocabulary projection is not the token embedding
 */
public record Architecture(
    Temperature temperature,
    boolean layerNorm,
    boolean queryKeyNorm,
    Activation activation,
    Normalisation normalisation,
    boolean scaled,
    boolean fused,
    boolean regularised,
    boolean finalLayerNorm,
    Biases biases,
    Rotary rotary,
    boolean parallel,
    boolean untied) {

  /** Softmax alone: the bottom of the ladder, and the base that the others are changes of. */
  public static final Architecture SM =
      new Architecture(
          null,
          false,
          false,
          Activation.IDENTITY,
          null,
          false,
          false,
          false,
          true,
          Biases.QK,
          null,
          false,
          false);

  public static final Architecture SM_G = SM.with(a -> a.activation = Activation.GELU);
  public static final Architecture SM_R = SM.with(a -> a.activation = Activation.RELU);
  public static final Architecture SM_LN = SM.with(a -> a.layerNorm = true);
  public static final Architecture SM_LN_G = SM_LN.with(a -> a.activation = Activation.GELU);
  public static final Architecture SM_LN_R = SM_LN.with(a -> a.activation = Activation.RELU);

  public static final Architecture SM_SCFUFFN = SM.with(a -> a.scaled = a.fused = true);
  public static final Architecture SMT_SCFUFFN =
      SM_SCFUFFN.with(a -> a.temperature = Temperature.DEFAULT);
  public static final Architecture EREG_SMT_SCFUFFN = SMT_SCFUFFN.with(a -> a.regularised = true);

  /** The block of the published GPT-2 models, to the letter. */
  public static final Architecture GPT2 =
      SM_LN.with(
          a -> {
            a.activation = Activation.GELU_TANH;
            a.biases = Biases.ALL;
          });

  /** Refuses combinations that have no meaning. */
  public Architecture {
    Objects.requireNonNull(activation, "activation");
    Objects.requireNonNull(biases, "biases");
    if (fused && !activation.isIdentity()) {
      throw new IllegalArgumentException(
          "a fused feed-forward network has no room for an activation: two projections merge into"
              + " one matrix only with nothing between them; leave out FuFFN or "
              + activation);
    }
  }

  /**
   * Reads the paper's notation; spaces are optional, case matters.
   *
   * @throws IllegalArgumentException if a term is unknown, given twice or contradicts another; the
   *     message lists what can be written
   */
  public static Architecture of(String notation) {
    return ArchitectureNotation.parse(notation);
  }

  /** Every architecture of the paper and its rivals, with the table or figure it comes from. */
  public static List<CatalogueEntry> catalogue() {
    return Catalogue.ENTRIES;
  }

  /**
   * An architecture of the catalogue.
   *
   * @param architecture the architecture
   * @param source the tables and figures it comes from
   */
  public record CatalogueEntry(Architecture architecture, String source) {}

  /**
   * This architecture with some choices changed: {@code SM.with(a -> a.layerNorm = true)}.
   *
   * @throws IllegalArgumentException if the change makes no sense
   */
  public Architecture with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finished();
  }

  /** The choices of an architecture, open to change; the fields are the record's components. */
  public static final class Draft {
    public Temperature temperature;
    public boolean layerNorm;
    public boolean queryKeyNorm;
    public Activation activation;
    public Normalisation normalisation;
    public boolean scaled;
    public boolean fused;
    public boolean regularised;
    public boolean finalLayerNorm;
    public Biases biases;
    public Rotary rotary;
    public boolean parallel;
    public boolean untied;

    private Draft(Architecture from) {
      temperature = from.temperature;
      layerNorm = from.layerNorm;
      queryKeyNorm = from.queryKeyNorm;
      activation = from.activation;
      normalisation = from.normalisation;
      scaled = from.scaled;
      fused = from.fused;
      regularised = from.regularised;
      finalLayerNorm = from.finalLayerNorm;
      biases = from.biases;
      rotary = from.rotary;
      parallel = from.parallel;
      untied = from.untied;
    }

    private Architecture finished() {
      return new Architecture(
          temperature,
          layerNorm,
          queryKeyNorm,
          activation,
          normalisation,
          scaled,
          fused,
          regularised,
          finalLayerNorm,
          biases,
          rotary,
          parallel,
          untied);
    }
  }

  /** The notation; {@code of(toString())} gives this architecture again. */
  @Override
  public String toString() {
    List<String> terms = new ArrayList<>();
    terms.add(temperature == null ? "SM" : "SM(" + temperature + ")");
    if (layerNorm) {
      terms.add("LN");
    }
    if (queryKeyNorm) {
      terms.add("QKN");
    }
    if (!activation.isIdentity()) {
      terms.add(activation.toString());
    }
    if (normalisation != null) {
      terms.add(normalisation.toString());
    }
    if (scaled || fused) {
      terms.add((scaled ? "Sc" : "") + (fused ? "Fu" : "") + "FFN");
    }
    if (rotary != null) {
      terms.add(rotary.toString());
    }
    if (parallel) {
      terms.add("Parallel");
    }
    if (untied) {
      terms.add("untied");
    }
    if (!finalLayerNorm) {
      terms.add("noLNf");
    }
    if (biases != Biases.QK) {
      terms.add("bias(" + biases.name().toLowerCase(Locale.ROOT) + ")");
    }
    String all = String.join(" + ", terms);
    return regularised ? "EReg(" + all + ")" : all;
  }
}
