package org.entroscope.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * Predicts the communication and the latency of private inference from architecture and shape.
 *
 * <p>Communication is a sum over {@link CostDriver#COMMUNICATION}; latency is a sum over {@link
 * CostDriver#LATENCY}: the transfer at the network's rate, the waiting for rounds, and the
 * computing time. The coefficients are fitted to the published rows of Tables 3, 4, 7 and 8 by
 * non-negative least squares of relative errors, or a user gives them for another protocol.
 *
 * <p>The tables remove LayerNorm, the activation and the second feed-forward matrix together, so
 * the rows determine only the sum of their costs. The prediction divides the sum equally between
 * LayerNorms and ReLUs, and its range covers every other division.
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
   * The errors of the model at a published row; they are relative and signed.
   *
   * @param row the published row
   * @param communicationResidual the error of the communication in the fit to all rows
   * @param latencyResidual the error of the latency in the fit to all rows
   * @param communicationLeftOut the error of the communication in the fit to the other tables
   * @param latencyLeftOut the error of the latency in the fit to the other tables, computed from
   *     predicted and not from published bytes
   */
  public record Check(
      PublishedCost row,
      double communicationResidual,
      double latencyResidual,
      double communicationLeftOut,
      double latencyLeftOut) {}

  /** Returns the model of the paper's protocol and machines, fitted to the paper's four tables. */
  public static CostModel paper() {
    return fitted(PublishedCost.paper());
  }

  /**
   * Fits a model to measurements of one protocol on one pair of machines and one network with a
   * round trip of 80 ms.
   *
   * @throws IllegalArgumentException if all rows come from one table, so that no table can be left
   *     out
   */
  public static CostModel fitted(List<PublishedCost> rows) {
    return CostCalibration.fitted(rows);
  }

  /**
   * Creates a model of another protocol.
   *
   * @param gigabytes the gigabytes per unit of each driver; drivers that are missing cost nothing
   * @param seconds the seconds per unit of each driver, including {@link CostDriver#GIGABYTE}
   * @param measuredOn the network on which the seconds were measured
   * @param relativeError the relative error of predictions, which gives their range; 0.1 is ten per
   *     cent
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

  /** Predicts the cost on the network of the model's measurements. */
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

  /**
   * Predicts the cost on another network, with the same computing time but another round trip and
   * rate.
   */
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

  /** Returns the gigabytes per unit of a driver, as fitted or given. */
  public double gigabytesPer(CostDriver driver) {
    return communication.coefficient(driver);
  }

  /** Returns the seconds per unit of a driver, as fitted or given. */
  public double secondsPer(CostDriver driver) {
    return latency.coefficient(driver);
  }

  /**
   * Returns the rate, of both directions together, at which the transfer takes its fitted share of
   * the latency.
   */
  public double impliedGigabitsPerSecond() {
    return GIGABITS_PER_GIGABYTE / secondsPer(CostDriver.GIGABYTE);
  }

  /**
   * Returns residuals and leave-one-table-out errors, one entry per row; empty for given
   * coefficients.
   */
  public List<Check> checks() {
    return new ArrayList<>(checks);
  }
}
