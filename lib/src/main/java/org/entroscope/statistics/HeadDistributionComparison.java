package org.entroscope.statistics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.entroscope.files.Tables;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Compares the head distributions of several models (Figure 2a).
 *
 * @param distributions the distributions by name, in the order of display; at least one, all of the
 *     same statistic and reference
 */
public record HeadDistributionComparison(Map<String, HeadDistribution> distributions) {

  /** Keeps a copy in the same order. */
  public HeadDistributionComparison {
    if (distributions.isEmpty()) {
      throw new IllegalArgumentException("nothing to compare: give at least one model");
    }
    if (distributions.values().stream().map(HeadDistribution::reference).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "distributions to compare must share a reference, not mix "
              + distributions.values().stream().map(d -> d.reference().toString()).toList());
    }
    if (distributions.values().stream().map(d -> d.quantity().label()).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "distributions to compare must be of one statistic, not mix "
              + distributions.values().stream().map(d -> d.quantity().label()).toList());
    }
    distributions = Collections.unmodifiableMap(new LinkedHashMap<>(distributions));
  }

  /** Returns the reference of the ranges of all distributions. */
  public HeadDistribution.Reference reference() {
    return distributions.values().iterator().next().reference();
  }

  /** Returns the quantity that the values measure. */
  public HeadQuantity quantity() {
    return distributions.values().iterator().next().quantity();
  }

  /** Returns the four ranges as text, lowest first. */
  public List<String> ranges() {
    return distributions.values().iterator().next().ranges();
  }

  /**
   * Returns a table with one row per model: its name, the share of its heads in each range, the
   * number of diverged heads, and max in the statistic's unit. If the scale does not begin at 0,
   * min precedes max.
   */
  public Table toTable() {
    StringColumn name = StringColumn.create("model");
    Table table =
        Tables.create("Distribution of heads over %s ranges".formatted(quantity().name()), name);
    for (String range : ranges()) {
      table.addColumns(DoubleColumn.create(range));
    }
    IntColumn diverged = IntColumn.create("NaN heads");
    DoubleColumn min = DoubleColumn.create("min");
    DoubleColumn max = DoubleColumn.create("max");
    table.addColumns(diverged);
    if (quantity().lower() != 0) {
      table.addColumns(min);
    }
    table.addColumns(max);
    distributions.forEach(
        (model, distribution) -> {
          name.append(model);
          double[] shares = distribution.shares();
          for (int i = 0; i < shares.length; i++) {
            table.doubleColumn(1 + i).append(shares[i]);
          }
          diverged.append(distribution.diverged());
          min.append(distribution.min());
          max.append(distribution.max());
        });
    return table;
  }

  /** Returns a text with one line per model. */
  @Override
  public String toString() {
    int width = distributions.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringJoiner lines = new StringJoiner(System.lineSeparator());
    lines.add("Shares of heads in " + String.join(" ", ranges()));
    distributions.forEach(
        (name, distribution) ->
            lines.add(name + " ".repeat(width - name.length()) + "  " + distribution));
    return lines.toString();
  }
}
