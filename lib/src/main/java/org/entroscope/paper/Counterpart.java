package org.entroscope.paper;

import org.entroscope.sweep.ConfidenceInterval;

/**
 * A published number and our number for it.
 *
 * @param table the table or figure that prints it: "Table 3", "Figure 7"
 * @param row the architecture of the row, or another label that identifies it
 * @param quantity the name of the quantity
 * @param kind how we obtained our number
 * @param published the published number as text, or the text that is printed instead of it
 * @param ours our number as text, with its interval; empty if there is none
 * @param publishedChange the published change against the table's baseline, in per cent of it or,
 *     for shares, in percentage points; NaN if there is no number, infinite if the model diverged
 * @param change our change against the baseline, in the same unit
 * @param changeInterval the 95% interval of our change over seeds; NaN if there are no seeds
 * @param direction whether the two changes have the same sign
 * @param sameOrder the number of other rows of the table whose order relative to this row is the
 *     same as in the paper
 * @param comparable the number of other rows whose order can be compared
 * @param remark the reason why our number is missing or how it differs
 */
public record Counterpart(
    String table,
    String row,
    String quantity,
    Kind kind,
    String published,
    String ours,
    double publishedChange,
    double change,
    ConfidenceInterval changeInterval,
    Direction direction,
    int sameOrder,
    int comparable,
    String remark) {

  static final ConfidenceInterval NO_INTERVAL = new ConfidenceInterval(Double.NaN, Double.NaN);

  /** How we obtained a number. */
  public enum Kind {
    /** Measured on trained models, usually with several seeds. */
    MEASURED("measured"),
    /** Counted exactly, at the paper's own shape. */
    COMPUTED("computed"),
    /** Predicted by a cost model that was fitted without this number. */
    MODELLED("modelled"),
    /** We have no counterpart; the remark gives the reason. */
    NOT_HERE("not here");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** Creates a row for a number that has no counterpart, with the reason. */
  static Counterpart none(
      String table, String row, String quantity, String published, String reason) {
    return new Counterpart(
        table,
        row,
        quantity,
        Kind.NOT_HERE,
        published,
        "",
        Double.NaN,
        Double.NaN,
        NO_INTERVAL,
        Direction.NONE,
        0,
        0,
        reason);
  }

  /**
   * Returns whether the direction or the order against another row differs from the published one.
   */
  public boolean disagrees() {
    return direction == Direction.OTHER || sameOrder < comparable;
  }
}
