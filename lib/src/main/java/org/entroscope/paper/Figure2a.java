package org.entroscope.paper;

import org.entroscope.architecture.Architecture;
import tech.tablesaw.api.Row;

/** The shares of heads that Figure 2a gives. */
final class Figure2a {

  private Figure2a() {}

  /** Returns the difference between two models' shares of heads in the top range, in points. */
  static double topDifference(String a, String b) {
    return top(a) - top(b);
  }

  private static double top(String notation) {
    for (Row row : Paper.figure2a()) {
      if (row.getNumber("to") == 1
          && Architecture.of(row.getString("architecture")).equals(Architecture.of(notation))) {
        return row.getNumber("share (%)");
      }
    }
    throw new IllegalArgumentException("Figure 2a has no top range of " + notation);
  }
}
