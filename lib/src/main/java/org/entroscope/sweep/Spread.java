package org.entroscope.sweep;

import java.util.Collection;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.columns.Column;

/** The table columns mean, low, high and runs, which summarise values over seeds. */
final class Spread {

  private final DoubleColumn mean = Numbers.column("mean");
  private final DoubleColumn low = Numbers.column("low");
  private final DoubleColumn high = Numbers.column("high");
  private final IntColumn runs = IntColumn.create("runs");

  /**
   * Adds a row: the mean over runs and its 95% interval.
   *
   * @param values one value per run
   * @param least the smallest possible value of the measure
   * @param most the largest possible value of the measure
   */
  void append(Collection<Double> values, double least, double most) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    ConfidenceInterval interval = ConfidenceInterval.ofMean(all).within(least, most);
    mean.append(MeanColumns.mean(all));
    low.append(interval.low());
    high.append(interval.high());
    runs.append(all.length);
  }

  Column<?>[] columns() {
    return new Column<?>[] {mean, low, high, runs};
  }
}
