package org.entroscope.privacy.mpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dk.alexandra.fresco.framework.DRes;
import dk.alexandra.fresco.framework.builder.numeric.ProtocolBuilderNumeric;
import dk.alexandra.fresco.lib.fixed.SFixed;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.PlainArithmetic;
import org.entroscope.component.Gelu;
import org.entroscope.component.GeluTanh;
import org.entroscope.component.LeakyRelu;
import org.entroscope.component.Relu;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares functions of shared numbers with {@link Math} over their whole range. */
class SecureMathTest {

  /**
   * Inputs around the limits of the polynomials. GELU is approximated by polynomials for |x| below
   * 4, and is 0 or x elsewhere.
   */
  private static final double[] AROUND_THE_POLYNOMIAL = {
    -500, -4.01, -3.99, -1, -0.01, 0, 0.5, 2, 3.99, 4.01, 500
  };

  static Stream<Arguments> functions() {
    return Stream.of(
        function("exp", SecureMath::expOfNegative, Math::exp, 1e-4, -700, -13, -12, -7.3, -1, 0),
        function(
            "reciprocal in [1, 8]",
            (seq, x) -> SecureMath.reciprocal(seq, x, 8),
            x -> 1 / x,
            2e-5,
            1,
            1.7,
            4,
            8),
        function(
            "reciprocal in [1, 64]",
            (seq, x) -> SecureMath.reciprocal(seq, x, 64),
            x -> 1 / x,
            2e-5,
            1,
            3,
            33,
            64),
        function(
            "inverse root",
            SecureMath::inverseRoot,
            x -> 1 / Math.sqrt(x),
            2e-2,
            1.0 / 4096,
            0.01,
            0.2,
            0.999,
            1,
            1.5,
            30,
            4096),
        function("GELU", secure(new Gelu()), plain(new Gelu()), 3e-4, AROUND_THE_POLYNOMIAL),
        function(
            "GELU by tanh",
            secure(new GeluTanh()),
            plain(new GeluTanh()),
            4e-4,
            AROUND_THE_POLYNOMIAL),
        function(
            "ReLU", secure(new Relu()), x -> Math.max(x, 0), 2e-6, -9000, -1e-5, 0, 0.25, 9000),
        function(
            "leaky ReLU",
            secure(new LeakyRelu(LeakyRelu.Learned.NONE, 0.1)),
            x -> x > 0 ? x : 0.1 * x,
            1e-5,
            -8,
            0,
            8));
  }

  private static BiFunction<ProtocolBuilderNumeric, DRes<SFixed>, DRes<SFixed>> secure(
      Activation activation) {
    return (seq, x) -> activation.formula(x, new SecureArithmetic(seq, name -> null));
  }

  private static DoubleUnaryOperator plain(Activation activation) {
    return x -> activation.formula(x, new PlainArithmetic());
  }

  private static Arguments function(
      String name,
      BiFunction<ProtocolBuilderNumeric, DRes<SFixed>, DRes<SFixed>> secure,
      DoubleUnaryOperator plain,
      double tolerance,
      double... arguments) {
    return Arguments.of(name, secure, plain, tolerance, arguments);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void agreesWithPlain(
      String name,
      BiFunction<ProtocolBuilderNumeric, DRes<SFixed>, DRes<SFixed>> secure,
      DoubleUnaryOperator plain,
      double tolerance,
      double[] arguments) {
    double[] opened = computed(arguments, x -> x.eachEntry(e -> seq -> secure.apply(seq, e)))[0];
    for (int i = 0; i < arguments.length; i++) {
      assertEquals(
          plain.applyAsDouble(arguments[i]), opened[i], tolerance, name + " of " + arguments[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void softmaxAgreesWithPlain(double[] row) {
    double[] opened =
        computed(row, x -> x.eachRow((seq, i, scores) -> SecureLayers.softmax(seq, scores)))[0];
    double max = DoubleStream.of(row).max().orElseThrow();
    double sum = DoubleStream.of(row).map(v -> Math.exp(v - max)).sum();
    for (int i = 0; i < row.length; i++) {
      assertEquals(Math.exp(row[i] - max) / sum, opened[i], 1e-4, Arrays.toString(row));
    }
    assertEquals(1, DoubleStream.of(opened).sum(), 1e-4);
  }

  static Stream<double[]> rows() {
    return Stream.of(
        new double[] {3},
        new double[] {1, 1, 1, 1, 1},
        new double[] {-200, 5, 4.5},
        new double[] {0.1, -0.3, 2, 40, 39.5, -3, 1});
  }

  private interface Operation
      extends Function<SharedMatrix, Function<ProtocolBuilderNumeric, DRes<SharedMatrix>>> {}

  /** Shares a row from the client, computes, and opens the result to the client. */
  private static double[][] computed(double[] row, Operation operation) {
    return TwoThreads.run(
            (role, line) -> {
              CountingNetwork network = new CountingNetwork(line, role);
              PartyExecution execution = new PartyExecution(role, network, TestDealer.of(role));
              double[][] mine = role == Role.CLIENT ? new double[][] {row} : null;
              SharedMatrix x =
                  execution.step(-1, "input", SharedMatrix.input(mine, 1, row.length, Role.CLIENT));
              SharedMatrix y = execution.step(-1, "operation", operation.apply(x));
              return new SecureModel(execution, null, null, null).openToClient(y, role);
            })
        .client();
  }
}
