package org.entroscope.paper;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.entroscope.files.Tables;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Formats counterparts as a table. */
final class CounterpartTable {

  private CounterpartTable() {}

  static Table of(String title, List<Counterpart> rows) {
    return Tables.create(
        title,
        column("in", rows, Counterpart::table),
        column("row", rows, Counterpart::row),
        column("quantity", rows, Counterpart::quantity),
        column("published", rows, Counterpart::published),
        column("ours", rows, Counterpart::ours),
        column("change (paper)", rows, row -> change(row, row.publishedChange())),
        column("change (ours)", rows, CounterpartTable::ours),
        column("direction", rows, row -> row.direction().toString()),
        column("order", rows, CounterpartTable::order),
        column("remark", rows, CounterpartTable::remark));
  }

  private static StringColumn column(
      String name, List<Counterpart> rows, Function<Counterpart, String> text) {
    return StringColumn.create(name, rows.stream().map(text));
  }

  private static String ours(Counterpart row) {
    String change = change(row, row.change());
    return change.isEmpty() || Double.isNaN(row.changeInterval().low())
        ? change
        : "%s (%s to %s)"
            .formatted(
                change, number(row.changeInterval().low()), number(row.changeInterval().high()));
  }

  /** Formats the change of a share in percentage points and all other changes in per cent. */
  private static String change(Counterpart row, double change) {
    if (row.direction() == Direction.BASELINE || !Double.isFinite(change)) {
      return "";
    }
    return number(change) + (row.quantity().startsWith("heads") ? " points" : "%");
  }

  private static String number(double change) {
    return String.format(Locale.ROOT, "%+.1f", change);
  }

  private static String order(Counterpart row) {
    return row.comparable() == 0 ? "" : row.sameOrder() + " of " + row.comparable();
  }

  private static String remark(Counterpart row) {
    return switch (row.kind()) {
      case MEASURED -> row.remark();
      case NOT_HERE -> row.remark();
      default -> row.kind() + (row.remark().isEmpty() ? "" : ", " + row.remark());
    };
  }
}
