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
 * Head distributions of several models side by side (Figure 2a).
 *
 * @param distributions by name, in the order to show; at least one, all of one statistic and
 *     reference
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

  /** What the ranges of all distributions are measured against. */
  public HeadDistribution.Reference reference() {
    return distributions.values().iterator().next().reference();
  }

  /** What the heads were measured by. */
  public HeadQuantity quantity() {
    return distributions.values().iterator().next().quantity();
  }

  /** The four ranges in words, lowest first. */
  public List<String> ranges() {
    return distributions.values().iterator().next().ranges();
  }

  /**
   * One row a model: name, the share of its heads in each range, diverged heads, and max (with min
   * before it where the scale does not begin at 0) in the statistic's unit.
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

  /** One line a model. */
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
