package org.entroscope.privacy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.privacy.CostModel.Check;

/** Fits a {@link CostModel} to published rows and evaluates it on tables that the fit left out. */
final class CostCalibration {

  private static final List<Map<CostDriver, Double>> EQUAL_BYTES =
      List.of(Map.of(CostDriver.LAYER_NORM, 2.0, CostDriver.RELU, -4.0));

  private static final List<Map<CostDriver, Double>> EQUAL_SECONDS =
      List.of(
          Map.of(CostDriver.LAYER_NORM_STEP, 2.0, CostDriver.ACTIVATION_STEP, -1.0),
          Map.of(CostDriver.LAYER_NORM, 2.0, CostDriver.ACTIVATION, -4.0));

  private CostCalibration() {}

  static CostModel fitted(List<PublishedCost> rows) {
    List<String> tables = rows.stream().map(PublishedCost::table).distinct().toList();
    if (tables.size() < 2) {
      throw new IllegalArgumentException(
          "a fit needs rows from at least two tables, so that one can be left out; given: "
              + tables);
    }
    CostFit bytes = fitCommunication(rows);
    CostFit seconds = fitLatency(rows);
    double[] byteResiduals = bytes.residuals();
    double[] secondResiduals = seconds.residuals();
    double[][] leftOut = new double[rows.size()][];
    for (String table : tables) {
      leaveOut(table, rows, leftOut);
    }
    List<Check> checks =
        IntStream.range(0, rows.size())
            .mapToObj(
                i ->
                    new Check(
                        rows.get(i),
                        byteResiduals[i],
                        secondResiduals[i],
                        leftOut[i][0],
                        leftOut[i][1]))
            .toList();
    return new CostModel(
        bytes,
        seconds,
        Network.PAPER_AS_STATED.roundTripSeconds(),
        checks,
        largest(checks, true),
        largest(checks, false));
  }

  private static void leaveOut(String table, List<PublishedCost> rows, double[][] errors) {
    List<PublishedCost> others = rows.stream().filter(r -> !r.table().equals(table)).toList();
    CostFit bytes = fitCommunication(others);
    CostFit seconds = fitLatency(others);
    for (int i = 0; i < rows.size(); i++) {
      PublishedCost row = rows.get(i);
      if (row.table().equals(table)) {
        double gigabytes =
            bytes.value(amounts(CostDriver.COMMUNICATION, row.architecture(), row.shape(), 0));
        double predicted =
            seconds.value(amounts(CostDriver.LATENCY, row.architecture(), row.shape(), gigabytes));
        errors[i] =
            new double[] {gigabytes / row.gigabytes() - 1, predicted / 60 / row.minutes() - 1};
      }
    }
  }

  private static double largest(List<Check> checks, boolean bytes) {
    return checks.stream()
        .mapToDouble(
            c ->
                bytes
                    ? Math.max(
                        Math.abs(c.communicationResidual()), Math.abs(c.communicationLeftOut()))
                    : Math.max(Math.abs(c.latencyResidual()), Math.abs(c.latencyLeftOut())))
        .max()
        .orElseThrow();
  }

  private static CostFit fitCommunication(List<PublishedCost> rows) {
    double[][] amounts =
        rows.stream()
            .map(r -> amounts(CostDriver.COMMUNICATION, r.architecture(), r.shape(), 0))
            .toArray(double[][]::new);
    double[] values = rows.stream().mapToDouble(PublishedCost::gigabytes).toArray();
    return CostFit.of(CostDriver.COMMUNICATION, amounts, values, EQUAL_BYTES);
  }

  private static CostFit fitLatency(List<PublishedCost> rows) {
    double[][] amounts =
        rows.stream()
            .map(r -> amounts(CostDriver.LATENCY, r.architecture(), r.shape(), r.gigabytes()))
            .toArray(double[][]::new);
    double[] values = rows.stream().mapToDouble(r -> r.minutes() * 60).toArray();
    return CostFit.of(CostDriver.LATENCY, amounts, values, EQUAL_SECONDS);
  }

  static double[] amounts(
      List<CostDriver> drivers, Architecture architecture, ModelShape shape, double gigabytes) {
    return drivers.stream()
        .mapToDouble(d -> d == CostDriver.GIGABYTE ? gigabytes : d.amount(architecture, shape))
        .toArray();
  }
}
