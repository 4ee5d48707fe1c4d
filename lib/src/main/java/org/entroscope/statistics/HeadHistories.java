package org.entroscope.statistics;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;

/** Combines the histories of several quantities of the same heads (Figure 5) in one table. */
public final class HeadHistories {

  private HeadHistories() {}

  /**
   * Returns a table with one row per step and head: step, layer, head, and one column per quantity.
   *
   * @param histories the histories by the names of their quantities, all with the same steps; at
   *     least one
   */
  public static Table toTable(Map<String, HeadHistory> histories) {
    Iterator<HeadHistory> each = histories.values().iterator();
    Table table = each.next().toTable();
    while (each.hasNext()) {
      Table other = each.next().toTable();
      table.addColumns(other.column(other.columnCount() - 1));
    }
    return table.setName("Head histories");
  }

  /** Returns the quantities that the histories measure. */
  public static List<HeadQuantity> quantities(Map<String, HeadHistory> histories) {
    return histories.values().stream().map(history -> history.last().quantity()).toList();
  }

  /**
   * Reads the histories from a table that {@link #toTable} wrote.
   *
   * @param quantities the columns to read
   * @param context T, which the table does not contain
   * @throws IllegalArgumentException if a column or a head is missing
   */
  public static Map<String, HeadHistory> fromTable(
      Table table, List<HeadQuantity> quantities, int context) {
    Map<String, HeadHistory> histories = new LinkedHashMap<>();
    for (HeadQuantity quantity : quantities) {
      histories.put(quantity.name(), HeadHistory.fromTable(table, quantity, context));
    }
    return histories;
  }

  /** Returns the values of one step as histories that contain only that step. */
  public static Map<String, HeadHistory> ofStep(int step, Map<String, HeadValues> values) {
    Map<String, HeadHistory> histories = new LinkedHashMap<>();
    values.forEach((name, each) -> histories.put(name, HeadHistory.empty().add(step, each)));
    return histories;
  }

  /** Returns the newest values of each history. */
  public static Map<String, HeadValues> last(Map<String, HeadHistory> histories) {
    Map<String, HeadValues> last = new LinkedHashMap<>();
    histories.forEach((name, history) -> last.put(name, history.last()));
    return last;
  }
}
