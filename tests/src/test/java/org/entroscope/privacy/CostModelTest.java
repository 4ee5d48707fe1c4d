package org.entroscope.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.junit.jupiter.api.Test;

class CostModelTest {

  private static final CostModel PAPER = CostModel.paper();

  @Test
  void predictsTablesItHasNotSeen() {
    assertEquals(16, PAPER.checks().size());
    for (CostModel.Check check : PAPER.checks()) {
      assertTrue(Math.abs(check.communicationLeftOut()) < 0.05, check::toString);
      assertTrue(Math.abs(check.latencyLeftOut()) < 0.10, check::toString);
      assertTrue(Math.abs(check.communicationResidual()) < 0.01, check::toString);
      assertTrue(Math.abs(check.latencyResidual()) < 0.05, check::toString);
    }
  }

  /** According to Section 5, each of the L x T x 4d activations accounts for 3.4 KB. */
  @Test
  void findsTheBytesBetweenGeluAndRelu() {
    double bytes =
        (PAPER.gigabytesPer(CostDriver.GELU) - PAPER.gigabytesPer(CostDriver.RELU)) * 1e9;
    assertEquals(3367, bytes, 20);
  }

  @Test
  void rangesHoldThePublishedValues() {
    for (PublishedCost row : PublishedCost.paper()) {
      CostPrediction prediction = PAPER.predict(row.architecture(), row.shape());
      assertTrue(prediction.gigabytes().contains(row.gigabytes()), prediction::toString);
      assertTrue(prediction.minutes().contains(row.minutes()), prediction::toString);
    }
  }

  /** No table removes LayerNorm and keeps ReLU. The range must show that this cost is not known. */
  @Test
  void rangeIsWideWhereTheTablesSayNothing() {
    ModelShape shape = ModelShape.gpt2Small();
    Estimate printed = PAPER.predict(Architecture.of("SM + LN + R"), shape).gigabytes();
    Estimate guessed = PAPER.predict(Architecture.of("SM + R"), shape).gigabytes();
    assertTrue(guessed.high() - guessed.low() > 4 * (printed.high() - printed.low()));
    assertTrue(
        guessed.low() >= PAPER.predict(Architecture.of("SM + ScFuFFN"), shape).gigabytes().low());
    assertTrue(guessed.high() <= printed.high() * 1.001);
  }

  @Test
  void weightNormalisationCostsNothing() {
    ModelShape shape = ModelShape.gpt2Small();
    assertEquals(
        PAPER.predict(Architecture.of("SM"), shape).gigabytes(),
        PAPER.predict(Architecture.of("SM + WN(FFN)"), shape).gigabytes());
  }

  @Test
  void slowerNetworksTakeLonger() {
    ModelShape shape = ModelShape.gpt2Small();
    double lan =
        PAPER.predict(Architecture.of("SM + LN + G"), shape, Network.LAN).minutes().value();
    double wan =
        PAPER.predict(Architecture.of("SM + LN + G"), shape, Network.WAN).minutes().value();
    double mobile =
        PAPER.predict(Architecture.of("SM + LN + G"), shape, Network.MOBILE).minutes().value();
    assertTrue(lan < wan && wan < mobile);
    // the transfer of 25.3 GB at 50 Mbit/s alone takes 67.5 minutes
    assertTrue(mobile > 67 && mobile < 80, () -> "mobile: " + mobile);
    Network asMeasured = new Network("as fitted", PAPER.impliedGigabitsPerSecond(), 0.080);
    CostPrediction again = PAPER.predict(Architecture.of("SM + LN + G"), shape, asMeasured);
    assertEquals(
        PAPER.predict(Architecture.of("SM + LN + G"), shape).minutes().value(),
        again.minutes().value(),
        1e-9);
  }

  @Test
  void takesCoefficientsOfAnotherProtocol() {
    CostModel other =
        CostModel.of(
            Map.of(CostDriver.SOFTMAX, 1e-6), Map.of(CostDriver.GIGABYTE, 2.0), Network.LAN, 0.1);
    CostPrediction prediction =
        other.predict(Architecture.of("SM + LN + G"), ModelShape.gpt2Small());
    double gigabytes = 144 * 128 * 128 * 1e-6;
    assertEquals(gigabytes, prediction.gigabytes().value(), 1e-9);
    assertEquals(gigabytes * 0.9, prediction.gigabytes().low(), 1e-9);
    assertEquals(gigabytes * 2 / 60, prediction.minutes().value(), 1e-9);
    assertTrue(other.checks().isEmpty());
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertMessage(
        "SOFTMAX does not drive latency",
        () -> CostModel.of(Map.of(), Map.of(CostDriver.SOFTMAX, 1.0), Network.LAN, 0.1));
    assertMessage(
        "must be zero or more, not -1.0",
        () -> CostModel.of(Map.of(CostDriver.SOFTMAX, -1.0), Map.of(), Network.LAN, 0.1));
    assertMessage(
        "at least two tables", () -> CostModel.fitted(PublishedCost.paper().subList(0, 4)));
    assertMessage("positive rate", () -> new Network("x", 0, 0));
  }

  @Test
  void solvesLeastSquaresUnderTheConstraint() {
    // the unconstrained solution is (2, -1), and with the second value fixed at zero the first is
    // 1.5
    double[][] a = {{1, 1}, {1, 0}};
    double[] x = NonNegativeLeastSquares.solve(a, new double[] {1, 2});
    assertEquals(1.5, x[0], 1e-12);
    assertEquals(0, x[1]);
    double[] y = NonNegativeLeastSquares.solve(a, new double[] {3, 2});
    assertEquals(2, y[0], 1e-12);
    assertEquals(1, y[1], 1e-12);
  }

  private static void assertMessage(
      String part, org.junit.jupiter.api.function.Executable executable) {
    String message = assertThrows(IllegalArgumentException.class, executable).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void aGeluByTanhIsBilledAsAGelu() {
    CostModel paper = CostModel.paper();
    ModelShape shape = ModelShape.gpt2Small();
    double exact = paper.predict(Architecture.of("SM + LN + G"), shape).gigabytes().value();
    double tanh = paper.predict(Architecture.of("SM + LN + Gtanh"), shape).gigabytes().value();
    double relu = paper.predict(Architecture.of("SM + LN + R"), shape).gigabytes().value();
    assertEquals(exact, tanh, 1e-9 * exact);
    assertTrue(relu < 0.7 * tanh, relu + " GB with ReLU, " + tanh + " GB with GELU");
    assertEquals(
        "SM:144 x R^(128x128), LN:24 x R^(128x768), Gtanh:12 x R^(128x3072)",
        OperationCounts.of(Architecture.of("SM + LN + Gtanh"), shape).notation());
  }

  @Test
  void reportPrintsErrors() {
    var bytes = new java.io.ByteArrayOutputStream();
    CostReport.print(new java.io.PrintStream(bytes));
    String report = bytes.toString();
    for (String part : List.of("GB left out %", "Gbit/s", "SM + WN(FFN)", "mobile")) {
      assertTrue(report.contains(part), report);
    }
  }
}
