package org.entroscope.privacy;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.entroscope.files.Tables;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Converts a {@link CostModel} and its predictions to tables. */
public final class CostTables {

  private CostTables() {}

  /** Returns the coefficients: bytes and milliseconds per unit of each driver. */
  public static Table coefficients(CostModel model) {
    return Tables.create("Coefficients")
        .addColumns(
            StringColumn.create(
                "cost",
                Stream.concat(
                    CostDriver.COMMUNICATION.stream().map(d -> "bytes"),
                    CostDriver.LATENCY.stream().map(d -> "milliseconds"))),
            StringColumn.create(
                "of",
                Stream.concat(CostDriver.COMMUNICATION.stream(), CostDriver.LATENCY.stream())
                    .map(CostDriver::description)),
            StringColumn.create(
                "coefficient",
                Stream.concat(
                    CostDriver.COMMUNICATION.stream().map(d -> digits(model.gigabytesPer(d) * 1e9)),
                    CostDriver.LATENCY.stream().map(d -> digits(model.secondsPer(d) * 1e3)))));
  }

  /** Returns the residuals and leave-one-table-out errors of every published row in per cent. */
  public static Table checks(CostModel model) {
    List<CostModel.Check> checks = model.checks();
    return Tables.create("Errors of the fit, per cent")
        .addColumns(
            StringColumn.create("table", checks.stream().map(c -> c.row().table())),
            StringColumn.create(
                "architecture", checks.stream().map(c -> c.row().architecture().toString())),
            column("GB", checks, c -> c.row().gigabytes()),
            column("GB residual %", checks, c -> percent(c.communicationResidual())),
            column("GB left out %", checks, c -> percent(c.communicationLeftOut())),
            column("min", checks, c -> c.row().minutes()),
            column("min residual %", checks, c -> percent(c.latencyResidual())),
            column("min left out %", checks, c -> percent(c.latencyLeftOut())));
  }

  /** Returns a table with one prediction and its ranges per row. */
  public static Table predictions(List<CostPrediction> predictions) {
    return Tables.create("Predicted cost")
        .addColumns(
            StringColumn.create(
                "architecture", predictions.stream().map(p -> p.architecture().toString())),
            StringColumn.create("shape", predictions.stream().map(p -> p.shape().toString())),
            StringColumn.create("network", predictions.stream().map(CostPrediction::network)),
            StringColumn.create("GB", predictions.stream().map(p -> p.gigabytes().toString())),
            StringColumn.create("minutes", predictions.stream().map(p -> p.minutes().toString())));
  }

  private static <T> DoubleColumn column(String name, List<T> rows, ToDoubleFunction<T> value) {
    return DoubleColumn.create(name, rows.stream().mapToDouble(value).toArray());
  }

  private static double percent(double share) {
    return Math.round(share * 1e4) / 100.0;
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
