package org.entroscope.paper;

import org.entroscope.architecture.Architecture;
import tech.tablesaw.api.Row;

/** Shares of heads as Figure 2a gives them. */
final class Figure2a {

  private Figure2a() {}

  /** How many points more of its heads one model has in the top range than another. */
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
