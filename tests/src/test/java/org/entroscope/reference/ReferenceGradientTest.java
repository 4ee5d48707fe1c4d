package org.entroscope.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the gradient of the loss with respect to every parameter with finite differences. */
class ReferenceGradientTest {
  private static final ModelShape SHAPE = new ModelShape(2, 2, 8, 5, 11);

  static Stream<Architecture> architectures() {
    return GoldenCases.architectures();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void gradientsAreThoseOfFiniteDifferences(Architecture architecture) {
    long seed = GoldenCases.seed(architecture);
    Map<String, double[]> parameters = Reference.randomParameters(architecture, SHAPE, seed);
    int[][] tokens = GoldenCases.tokens(SHAPE, 2, seed);
    for (ReferenceRegulariser regulariser : GoldenCases.regularisers(architecture)) {
      Reference.Result result = Reference.run(architecture, SHAPE, parameters, tokens, regulariser);
      result
          .gradients()
          .forEach(
              (name, gradient) ->
                  FiniteDifferences.check(
                      architecture + ", " + regulariser + ", " + name,
                      parameters.get(name),
                      () -> Reference.loss(architecture, SHAPE, parameters, tokens, regulariser),
                      gradient,
                      1e-7));
      assertEverythingIsLearned(architecture, result, regulariser);
    }
  }

  /** Checks that a gradient is zero only if it must be zero mathematically. */
  private static void assertEverythingIsLearned(
      Architecture architecture, Reference.Result result, ReferenceRegulariser regulariser) {
    result
        .gradients()
        .forEach(
            (name, gradient) -> {
              double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
              if (isShiftOfScores(architecture, name)
                  || name.equals("threshold") && regulariser == null) {
                assertEquals(0, largest, 1e-14, name);
              } else {
                assertTrue(largest > 1e-4, () -> name + " has gradients up to " + largest);
              }
            });
  }

  /**
   * Returns whether the parameter adds the same value to the product of a query with every key. The
   * softmax ignores such a shift.
   */
  private static boolean isShiftOfScores(Architecture architecture, String name) {
    return name.endsWith(architecture.queryKeyNorm() ? ".keyNorm.bias" : ".key.bias");
  }
}
