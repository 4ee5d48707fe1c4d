package org.entroscope.architecture;

/**
 * A reparametrisation of chosen weight matrices that needs no LayerNorm and, folded into the
 * weights, costs nothing at inference (Section 3, Tables 5 and 6).
 *
 * @param kind how a matrix is normalised
 * @param layers which linear layers of every block
 */
public record Normalisation(Kind kind, Layers layers) {

  /** How a weight matrix W is formed from the learned matrix V. */
  public enum Kind {
    /** Weight normalisation: {@code W = g V / |V|} for every output row, with a gain a row. */
    WEIGHT("WN"),
    /** Spectral normalisation: {@code W = V / sigma(V)}, sigma by power iteration. */
    SPECTRAL("SN"),
    /** Sigma-reparametrisation: {@code W = gamma V / sigma(V)}, with one learnable gain. */
    SIGMA("SR");

    private final String notation;

    Kind(String notation) {
      this.notation = notation;
    }

    /** The abbreviation in the notation: WN, SN or SR. */
    public String notation() {
      return notation;
    }
  }

  /** The layer sets of Table 5. */
  public enum Layers {
    /** Query and key projections. */
    QK("QK"),
    /** Feed-forward projections. */
    FFN("FFN"),
    /** Query, key and feed-forward projections. */
    QK_FFN("QK+FFN"),
    /** Query, key, value and feed-forward projections. */
    QKV_FFN("QKV+FFN"),
    /** All linear layers of a block. */
    QKVO_FFN("QKVO+FFN");

    private final String notation;

    Layers(String notation) {
      this.notation = notation;
    }

    /** Whether the query and key projections belong to the set. */
    public boolean queryAndKey() {
      return this != FFN;
    }

    /** Whether the value projection belongs to the set. */
    public boolean value() {
      return this == QKV_FFN || this == QKVO_FFN;
    }

    /** Whether attention's output projection belongs to the set. */
    public boolean output() {
      return this == QKVO_FFN;
    }

    /** Whether the feed-forward projections belong to the set. */
    public boolean feedForward() {
      return this != QK;
    }

    @Override
    public String toString() {
      return notation;
    }
  }

  /** The notation, {@code WN(QK+FFN)} for example. */
  @Override
  public String toString() {
    return kind.notation() + "(" + layers + ")";
  }
}
