package org.entroscope.paper;

import org.entroscope.sweep.ConfidenceInterval;

/**
 * A published number and what stands beside it here.
 *
 * @param table where it is printed: "Table 3", "Figure 7"
 * @param row the row's architecture, or whatever tells it from others
 * @param quantity what the number is
 * @param kind where ours comes from
 * @param published the number in words; what is printed instead if there is none
 * @param ours ours in words, with its interval; empty if there is none
 * @param publishedChange against the table's baseline: per cent of it, or points of a share; NaN if
 *     there is no number, infinite if the model diverged
 * @param change the same of ours
 * @param changeInterval its 95% interval over seeds; NaN where there are no seeds
 * @param direction whether the changes have one sign
 * @param sameOrder rows of the table that ours stands to as the published one does
 * @param comparable rows that it can be compared with so
 * @param remark why there is nothing, or what is different
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

  /** Where a number of ours comes from. */
  public enum Kind {
    /** Trained, with several seeds. */
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

  /** A number that has no counterpart, and why. */
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

  /** Whether the direction is the other one, or a row of the table is on the other side. */
  public boolean disagrees() {
    return direction == Direction.OTHER || sameOrder < comparable;
  }
}
