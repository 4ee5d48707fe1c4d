package org.entroscope.architecture;

/** The sets of linear layers of every block that Table 5 reparametrises. */
public enum LinearLayers {
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

  LinearLayers(String notation) {
    this.notation = notation;
  }

  /** Returns whether the query and key projections belong to the set. */
  public boolean queryAndKey() {
    return this != FFN;
  }

  /** Returns whether the value projection belongs to the set. */
  public boolean value() {
    return this == QKV_FFN || this == QKVO_FFN;
  }

  /** Returns whether attention's output projection belongs to the set. */
  public boolean output() {
    return this == QKVO_FFN;
  }

  /** Returns whether the feed-forward projections belong to the set. */
  public boolean feedForward() {
    return this != QK;
  }

  @Override
  public String toString() {
    return notation;
  }
}
