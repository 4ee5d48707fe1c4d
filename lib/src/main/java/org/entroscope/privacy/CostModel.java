package org.entroscope.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * Communication and latency of private inference, from architecture and shape.
 *
 * <p>Communication is a sum over {@link CostDriver#COMMUNICATION}; latency is a sum over {@link
 * CostDriver#LATENCY}: the gigabytes at the network's rate, waiting for rounds, and computing. The
 * coefficients come from the published rows of Tables 3, 4, 7 and 8 by non-negative least squares
 * of relative errors, or from a user who measured another protocol.
 *
 * <p>The tables take away LayerNorm, activation and the second feed-forward matrix all at once, so
 * the rows determine their sum and not the parts. The prediction shares it equally between
 * LayerNorms and ReLUs; its range covers every other way of sharing.
 */
public final class CostModel {

  private static final double GIGABITS_PER_GIGABYTE = 8;

  private final CostFit communication;
  private final CostFit latency;
  private final double roundTrip;
  private final List<Check> checks;
  private final double communicationTolerance;
  private final double latencyTolerance;

  CostModel(
      CostFit communication,
      CostFit latency,
      double roundTrip,
      List<Check> checks,
      double communicationTolerance,
      double latencyTolerance) {
    this.communication = communication;
    this.latency = latency;
    this.roundTrip = roundTrip;
    this.checks = checks;
    this.communicationTolerance = communicationTolerance;
    this.latencyTolerance = latencyTolerance;
  }

  /**
   * How well the model reproduces a published row; errors are relative and signed.
   *
   * @param row the published row
   * @param communicationResidual error in bytes of the fit to all rows
   * @param latencyResidual error in minutes of the fit to all rows
   * @param communicationLeftOut error in bytes of the fit to the other tables
   * @param latencyLeftOut error in minutes of the fit to the other tables, which is given predicted
   *     bytes and not the published ones
   */
  public record Check(
      PublishedCost row,
      double communicationResidual,
      double latencyResidual,
      double communicationLeftOut,
      double latencyLeftOut) {}

  /** The model of the paper's protocol and machines, fitted to the paper's four tables. */
  public static CostModel paper() {
    return fitted(PublishedCost.paper());
  }

  /**
   * A model fitted to measurements of one protocol on one pair of machines and one network, with a
   * round trip of 80 ms.
   *
   * @throws IllegalArgumentException if all rows come from one table, so that none can be left out
   */
  public static CostModel fitted(List<PublishedCost> rows) {
    return CostCalibration.fitted(rows);
  }

  /**
   * A model of another protocol.
   *
   * @param gigabytes gigabytes for a unit of each driver; what is not named costs nothing
   * @param seconds seconds for a unit of each driver, {@link CostDriver#GIGABYTE} among them
   * @param measuredOn the network that the seconds were measured on
   * @param relativeError how far predictions may be off, 0.1 for ten per cent: becomes the range
   */
  public static CostModel of(
      Map<CostDriver, Double> gigabytes,
      Map<CostDriver, Double> seconds,
      Network measuredOn,
      double relativeError) {
    requireDrivers(gigabytes, CostDriver.COMMUNICATION, "communication");
    requireDrivers(seconds, CostDriver.LATENCY, "latency");
    if (!(relativeError >= 0 && relativeError < 1)) {
      throw new IllegalArgumentException("relativeError must lie in [0, 1), not " + relativeError);
    }
    return new CostModel(
        CostFit.known(CostDriver.COMMUNICATION, gigabytes),
        CostFit.known(CostDriver.LATENCY, seconds),
        measuredOn.roundTripSeconds(),
        List.of(),
        relativeError,
        relativeError);
  }

  private static void requireDrivers(
      Map<CostDriver, Double> given, List<CostDriver> known, String what) {
    given.forEach(
        (driver, coefficient) -> {
          if (!known.contains(driver)) {
            throw new IllegalArgumentException(
                driver + " does not drive " + what + "; " + known + " do");
          }
          if (!(coefficient >= 0 && Double.isFinite(coefficient))) {
            throw new IllegalArgumentException(
                "the coefficient of " + driver + " must be zero or more, not " + coefficient);
          }
        });
  }

  /** Predicts the cost on the network that the model's measurements were made on. */
  public CostPrediction predict(Architecture architecture, ModelShape shape) {
    Estimate gigabytes = gigabytes(architecture, shape);
    double low =
        latency.extreme(
            GoalType.MINIMIZE,
            CostCalibration.amounts(CostDriver.LATENCY, architecture, shape, gigabytes.low()),
            latencyTolerance);
    double high =
        latency.extreme(
            GoalType.MAXIMIZE,
            CostCalibration.amounts(CostDriver.LATENCY, architecture, shape, gigabytes.high()),
            latencyTolerance);
    double value =
        latency.value(
            CostCalibration.amounts(CostDriver.LATENCY, architecture, shape, gigabytes.value()));
    return new CostPrediction(
        architecture,
        shape,
        "as measured",
        gigabytes,
        new Estimate(value / 60, low / 60, high / 60));
  }

  /** Predicts the cost on another network: the same computing, other rounds and another rate. */
  public CostPrediction predict(Architecture architecture, ModelShape shape, Network network) {
    Estimate gigabytes = gigabytes(architecture, shape);
    double[] amounts = CostCalibration.amounts(CostDriver.LATENCY, architecture, shape, 0);
    for (int i = 0; i < amounts.length; i++) {
      if (CostDriver.LATENCY.get(i).waitsForRounds()) {
        amounts[i] *= network.roundTripSeconds() / roundTrip;
      }
    }
    double perGigabyte = GIGABITS_PER_GIGABYTE / network.gigabitsPerSecond();
    double low = latency.extreme(GoalType.MINIMIZE, amounts, latencyTolerance);
    double high = latency.extreme(GoalType.MAXIMIZE, amounts, latencyTolerance);
    Estimate minutes =
        new Estimate(
            (gigabytes.value() * perGigabyte + latency.value(amounts)) / 60,
            (gigabytes.low() * perGigabyte + low) / 60,
            (gigabytes.high() * perGigabyte + high) / 60);
    return new CostPrediction(architecture, shape, network.name(), gigabytes, minutes);
  }

  private Estimate gigabytes(Architecture architecture, ModelShape shape) {
    double[] amounts = CostCalibration.amounts(CostDriver.COMMUNICATION, architecture, shape, 0);
    return new Estimate(
        communication.value(amounts),
        communication.extreme(GoalType.MINIMIZE, amounts, communicationTolerance),
        communication.extreme(GoalType.MAXIMIZE, amounts, communicationTolerance));
  }

  /** Gigabytes that a unit of a driver costs, as fitted or given. */
  public double gigabytesPer(CostDriver driver) {
    return communication.coefficient(driver);
  }

  /** Seconds that a unit of a driver takes, as fitted or given. */
  public double secondsPer(CostDriver driver) {
    return latency.coefficient(driver);
  }

  /** The rate, of both directions together, at which bytes explain their share of the latency. */
  public double impliedGigabitsPerSecond() {
    return GIGABITS_PER_GIGABYTE / secondsPer(CostDriver.GIGABYTE);
  }

  /** Residuals and leave-one-table-out errors, one for each row; empty for given coefficients. */
  public List<Check> checks() {
    return new ArrayList<>(checks);
  }
}
