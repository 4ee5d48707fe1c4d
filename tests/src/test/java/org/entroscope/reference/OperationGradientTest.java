package org.entroscope.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the manually written derivative of every operation with finite differences. */
class OperationGradientTest {

  /** An operation under test with the shapes {rows, columns} of its operands. */
  private record Operation(String name, Function<Matrix[], Matrix> apply, int[]... shapes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Operation> operations() {
    int[] wide = {3, 4};
    int[] square = {4, 4};
    int[] one = {1, 1};
    double[] u = {0.3, -0.8, 0.5};
    double[] v = {0.1, 0.9, -0.4, 0.2};
    return Stream.of(
        new Operation("add", m -> Elementwise.add(m[0], m[1]), wide, wide),
        new Operation("affine", m -> Elementwise.affine(m[0], -1.7, 0.4), wide),
        new Operation("scale", m -> Elementwise.scale(m[0], m[1]), wide, one),
        new Operation("exp", m -> Elementwise.exp(m[0]), wide),
        new Operation("reciprocal", m -> Elementwise.reciprocal(m[0]), wide),
        new Operation("atLeast", m -> Elementwise.atLeast(m[0], 0.1), wide),
        new Operation("gelu", m -> Elementwise.gelu(m[0]), wide),
        new Operation("leakyRelu", m -> Elementwise.leakyRelu(m[0], m[1]), wide, one),
        new Operation("squareBeyond", m -> Elementwise.squareBeyond(m[0], 0.6), wide),
        new Operation("sum", m -> Elementwise.sum(List.of(m)), wide, square),
        new Operation("element", m -> Elementwise.element(m[0], 1, 2), wide),
        new Operation("times", m -> Products.times(m[0], m[1]), wide, new int[] {4, 2}),
        new Operation("timesTransposed", m -> Products.timesTransposed(m[0], m[1]), wide, square),
        new Operation("addRow", m -> Products.addRow(m[0], m[1]), wide, new int[] {1, 4}),
        new Operation(
            "scaleColumns", m -> Products.scaleColumns(m[0], m[1]), wide, new int[] {1, 4}),
        new Operation("scaleRows", m -> Products.scaleRows(m[0], m[1]), wide, new int[] {1, 3}),
        new Operation("rows", m -> Products.rows(m[0], 2, 0, 2), wide),
        new Operation("columns", m -> Products.columns(m[0], 1, 2), wide),
        new Operation("sideBySide", m -> Products.sideBySide(List.of(m)), wide, wide),
        new Operation("between", m -> Products.between(u, m[0], v), wide),
        new Operation("standardise", m -> Rows.standardise(m[0], 1e-5), wide),
        new Operation("unitLength", m -> Rows.unitLength(m[0]), wide),
        new Operation("causalSoftmax", m -> Rows.causalSoftmax(m[0]), square),
        new Operation("causalEntropy", m -> Rows.causalEntropy(m[0]), square),
        new Operation("crossEntropySum", m -> Rows.crossEntropySum(m[0], 3, 0), wide));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void derivativeIsThatOfFiniteDifferences(Operation operation) {
    Random random = new Random(7);
    double[][] operands =
        Arrays.stream(operation.shapes())
            .map(shape -> random.doubles(shape[0] * shape[1], -2, 2).toArray())
            .toArray(double[][]::new);
    Tape tape = new Tape();
    Matrix[] inputs = inputs(tape, operation, operands);
    tape.backward(weighted(operation.apply().apply(inputs)));
    for (int i = 0; i < operands.length; i++) {
      FiniteDifferences.check(
          operation + " by operand " + i,
          operands[i],
          () -> weighted(operation.apply().apply(inputs(new Tape(), operation, operands))).scalar(),
          inputs[i].gradient,
          1e-8);
    }
  }

  @Test
  void everyOperationIsTested() {
    Set<String> written =
        Stream.of(Elementwise.class, Products.class, Rows.class)
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> !Modifier.isPrivate(method.getModifiers()))
            .filter(method -> method.getReturnType() == Matrix.class)
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> tested =
        operations().map(Operation::name).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(written, tested);
  }

  @Test
  void gradientOfAnOperandUsedTwiceAddsUp() {
    Tape tape = new Tape();
    Matrix x = tape.input(1, 2, 3, -5);
    tape.backward(Products.timesTransposed(x, x)); // |x|^2
    assertArrayEquals(new double[] {6, -10}, x.gradient);
  }

  private static Matrix[] inputs(Tape tape, Operation operation, double[][] operands) {
    Matrix[] inputs = new Matrix[operands.length];
    for (int i = 0; i < inputs.length; i++) {
      int[] shape = operation.shapes()[i];
      inputs[i] = tape.input(shape[0], shape[1], operands[i]);
    }
    return inputs;
  }

  /** Returns a number that depends on all elements of the result with different weights. */
  private static Matrix weighted(Matrix y) {
    double[] weights = new Random(11).doubles(y.value.length, -1, 1).toArray();
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * y.value[i];
    }
    return y.tape.result(
        1,
        1,
        new double[] {sum},
        r -> {
          for (int i = 0; i < weights.length; i++) {
            y.gradient[i] += weights[i] * r.gradient[0];
          }
        });
  }
}
