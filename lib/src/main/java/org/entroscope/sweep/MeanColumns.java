package org.entroscope.sweep;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.columns.Column;

/** Table columns for the mean, standard deviation and 95% interval of samples. */
final class MeanColumns {

  private final DoubleColumn mean;
  private final DoubleColumn deviation = Numbers.column("sd");
  private final DoubleColumn low = Numbers.column("low");
  private final DoubleColumn high = Numbers.column("high");

  MeanColumns(String name) {
    mean = Numbers.column(name);
  }

  /** Adds a row. Statistics that need more values than there are become missing values. */
  void append(double[] values) {
    append(values, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** Adds a row whose interval is clipped to two bounds. */
  void append(double[] values, double least, double most) {
    mean.append(mean(values));
    deviation.append(deviation(values));
    ConfidenceInterval interval = ConfidenceInterval.ofMean(values).within(least, most);
    low.append(interval.low());
    high.append(interval.high());
  }

  Column<?>[] columns() {
    return new Column<?>[] {mean, deviation, low, high};
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** Returns the sample standard deviation: the sum of squares is divided by n - 1. */
  static double deviation(double[] values) {
    return values.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(values));
  }
}
