package org.entroscope.reference;

import static org.entroscope.reference.ReferenceRegulariser.Reduction.ALGORITHM_1;
import static org.entroscope.reference.ReferenceRegulariser.Reduction.AUTHORS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.junit.jupiter.api.Test;

/**
 * Tests the regulariser with given entropies of one layer, two heads and two examples of 4 tokens.
 */
class ReferenceRegulariserTest {
  private static final double MAXIMUM = Math.log(4);
  private static final double[] THRESHOLDS = {0.5, 0.25};

  private final Tape tape = new Tape();
  private final Matrix thresholds = tape.input(1, 2, THRESHOLDS);

  /** Returns entropies by layer, example and head, given as shares of ln 4. */
  private Matrix[][][] entropies(double[]... shares) {
    Matrix[][][] entropies = new Matrix[1][2][2];
    for (int i = 0; i < 4; i++) {
      entropies[0][i / 2][i % 2] = Elementwise.affine(tape.input(1, 4, shares[i]), MAXIMUM, 0);
    }
    return entropies;
  }

  private double penalty(
      ReferenceRegulariser.Reduction reduction, double gamma, Matrix[][][] entropies) {
    return new ReferenceRegulariser(reduction, gamma, 1).penalty(entropies, thresholds).scalar();
  }

  @Test
  void algorithm1TakesTheMeanFirst() {
    Matrix[][][] entropies =
        entropies(
            new double[] {0.7, 0.9, 0.7, 0.9}, // head 0: mean 0.75, off by 0.25
            new double[] {0.1, 0.4, 0.2, 0.3}, // head 1: mean 0.25, equal to the threshold
            new double[] {0.6, 0.8, 0.8, 0.6},
            new double[] {0.1, 0.4, 0.2, 0.3});
    double expected = 0.25 * 0.25 * MAXIMUM * MAXIMUM / 2;
    assertEquals(expected, penalty(ALGORITHM_1, 0.2, entropies), 1e-15);
    assertEquals(0, penalty(ALGORITHM_1, 0.3, entropies), "inside the tolerance");
  }

  @Test
  void theAuthorsCodeAddsUpEveryQuery() {
    Matrix[][][] entropies =
        entropies(
            new double[] {0.75, 0.5, 0.5, 0.5}, // off by 0.25 once
            new double[] {0.25, 0.25, 0.35, 0.25}, // off by 0.1, which is tolerated
            new double[] {0.5, 0.5, 0.5, 0.0}, // off by 0.5 once
            new double[] {0.25, 0.25, 0.25, 0.85}); // off by 0.6 once
    double expected = (0.25 * 0.25 + 0.5 * 0.5 + 0.6 * 0.6) * MAXIMUM * MAXIMUM / 2;
    assertEquals(expected, penalty(AUTHORS, 0.2, entropies), 1e-14);
  }

  @Test
  void withEqualDeviationsTheSumIsBatchTimesLengthTheMean() {
    double[] head0 = {0.9, 0.9, 0.9, 0.9};
    double[] head1 = {0.5, 0.5, 0.5, 0.5};
    Matrix[][][] entropies = entropies(head0, head1, head0, head1);
    double mean = penalty(ALGORITHM_1, 0.1, entropies);
    assertEquals((0.4 * 0.4 + 0.25 * 0.25) * MAXIMUM * MAXIMUM / 2, mean, 1e-14);
    assertEquals(2 * 4 * mean, penalty(AUTHORS, 0.1, entropies), 1e-13);
  }

  @Test
  void thresholdsAreDrawnTowardsTheEntropies() {
    double[] high = {0.9, 0.9, 0.9, 0.9};
    double[] low = {0.0, 0.0, 0.0, 0.0};
    Matrix[][][] entropies = entropies(high, low, high, low);
    tape.backward(new ReferenceRegulariser(ALGORITHM_1, 0.1, 1).penalty(entropies, thresholds));
    double square = MAXIMUM * MAXIMUM;
    // the derivative of delta^2 with respect to theta is -2 delta E_max, and the mean over two
    // heads halves it
    assertArrayEquals(new double[] {-0.4 * square, 0.25 * square}, thresholds.gradient, 1e-14);
  }

  @Test
  void needsThresholds() {
    ModelShape shape = GoldenCases.SHAPE;
    Map<String, double[]> parameters = Reference.randomParameters(Architecture.of("SM"), shape, 1);
    ReferenceRegulariser regulariser = new ReferenceRegulariser(ALGORITHM_1, 0.2, 1);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Reference.run(
                Architecture.of("SM"),
                shape,
                parameters,
                GoldenCases.tokens(shape, 1, 1),
                regulariser));
  }
}
