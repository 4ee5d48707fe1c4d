package org.entroscope.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests results that are known without computation. */
class ReferenceClosedFormTest {
  private static final ModelShape SHAPE = new ModelShape(2, 2, 8, 5, 11);
  private static final int BATCH = 2;
  private static final int[][] TOKENS = GoldenCases.tokens(SHAPE, BATCH, 5);

  static Stream<Architecture> architectures() {
    return GoldenCases.architectures();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.1, 0.1124629160182848922",
    "0.5, 0.5204998778130465377",
    "-1, -0.8427007929497148693",
    "2, 0.9953222650189527342",
    "3.5, 0.9999992569016276586",
    "5.9, 0.9999999999999999",
    "40, 1"
  })
  void erfOfTables(double x, double expected) {
    assertEquals(expected, Erf.erf(x), 1.5e-15 * Math.max(Math.abs(expected), 0.1));
  }

  @Test
  void equalScoresGiveTheEntropyOfTheNumberOfKeys() {
    Map<String, double[]> parameters = random("SM");
    for (String name : parameters.keySet()) {
      if (name.contains("attention.query")) {
        Arrays.fill(parameters.get(name), 0);
      }
    }
    double[] expected =
        IntStream.range(0, 2 * BATCH * 2 * SHAPE.context())
            .mapToDouble(i -> Math.log(i % SHAPE.context() + 1))
            .toArray();
    assertArrayEquals(expected, run("SM", parameters).entropies(), 1e-15);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void withoutTokenEmbeddingsEveryTokenIsEquallyLikely(Architecture architecture) {
    Map<String, double[]> parameters = Reference.randomParameters(architecture, SHAPE, 1);
    Arrays.fill(parameters.get("embedding.token"), 0);
    double loss = Reference.run(architecture, SHAPE, parameters, TOKENS, null).loss();
    assertEquals(Math.log(SHAPE.vocabulary()), loss, 1e-14);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void theLastTokenChangesNothingBeforeIt(Architecture architecture) {
    Map<String, double[]> parameters = Reference.randomParameters(architecture, SHAPE, 2);
    int last = SHAPE.context() - 1;
    int[][] other = {TOKENS[0].clone()};
    other[0][last] = (other[0][last] + 1) % SHAPE.vocabulary();
    double[] before =
        Reference.run(architecture, SHAPE, parameters, new int[][] {TOKENS[0]}, null).logits();
    double[] after = Reference.run(architecture, SHAPE, parameters, other, null).logits();
    int past = last * SHAPE.vocabulary();
    assertArrayEquals(Arrays.copyOf(before, past), Arrays.copyOf(after, past), 0);
    assertTrue(Arrays.mismatch(before, after) >= past, "the last logits must change");
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void aBatchIsTheMeanOfItsExamples(Architecture architecture) {
    Map<String, double[]> parameters = Reference.randomParameters(architecture, SHAPE, 3);
    double mean = 0;
    for (int[] example : TOKENS) {
      int[][] alone = {example};
      mean += Reference.run(architecture, SHAPE, parameters, alone, null).loss() / BATCH;
    }
    assertEquals(mean, Reference.run(architecture, SHAPE, parameters, TOKENS, null).loss(), 1e-14);
  }

  @Test
  void layerNormOfEqualElementsIsZero() {
    Matrix x = new Tape().input(1, 4, 3, 3, 3, 3);
    assertArrayEquals(new double[4], Rows.standardise(x, 1e-5).value);
  }

  @Test
  void layerNormHasMeanZeroAndVarianceOne() {
    double[] y = Rows.standardise(new Tape().input(1, 4, 1, 5, -2, 7), 0).value;
    assertEquals(0, Arrays.stream(y).sum(), 1e-15);
    assertEquals(4, Arrays.stream(y).map(v -> v * v).sum(), 1e-14);
  }

  @Test
  void entropyIsMinusTheSumOfProbabilityTimesLogarithm() {
    Matrix scores = new Tape().input(3, 3, 1, 9, 9, 2, -1, 9, 0.5, 0.1, -3);
    double[] a = Rows.causalSoftmax(scores).value;
    double[] expected = new double[3];
    for (int i = 0; i < a.length; i++) {
      expected[i / 3] -= a[i] == 0 ? 0 : a[i] * Math.log(a[i]);
    }
    assertArrayEquals(expected, Rows.causalEntropy(scores).value, 1e-15);
  }

  @Test
  void fusedIsTheProductOfTheTwoProjections() {
    Map<String, double[]> parameters = random("SM");
    Map<String, double[]> fused = new HashMap<>(parameters);
    for (int l = 0; l < SHAPE.layers(); l++) {
      String ffn = "layer." + l + ".ffn.";
      Tape tape = new Tape();
      Matrix in = tape.input(32, 8, fused.remove(ffn + "in.weight"));
      Matrix out = tape.input(8, 32, fused.remove(ffn + "out.weight"));
      fused.put(ffn + "fused.weight", Products.times(out, in).value);
    }
    assertSame(run("SM", parameters), run("SM + FuFFN", fused));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SM + ScFFN        | SM       | alpha, beta",
        "SM + SR(QK+FFN)   | SM + SN(QK+FFN) | gamma",
        "SM(t=inverse:1.0) | SM       | temperature",
      })
  void oneChangesNothing(String with, String without, String names) {
    assertNeutral(with, without, names, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SM(t)               | SM     | temperature",
        "SM(t=divisor:1.0)   | SM     | temperature",
        "SM + G + bias(all)  | SM + G + bias(none) | bias",
        "SM + LReLU(layer)   | SM + R | slope",
        "SM + LReLU(model)   | SM + R | slope",
      })
  void zeroChangesNothing(String with, String without, String names) {
    assertNeutral(with, without, names, 0);
  }

  /**
   * Checks that the parameters with these last names have no effect if they have the given value.
   * The result must equal that of an architecture without them.
   */
  private static void assertNeutral(String with, String without, String names, double value) {
    Map<String, double[]> parameters = random(with);
    Map<String, double[]> fewer = new HashMap<>(parameters);
    for (String name : parameters.keySet()) {
      String last = name.substring(name.lastIndexOf('.') + 1);
      if (Arrays.asList(names.split(", ")).contains(last) && !name.startsWith("norm.")) {
        Arrays.fill(parameters.get(name), value);
        fewer.remove(name);
      }
    }
    assertSame(run(with, parameters), run(without, fewer));
  }

  @Test
  void weightNormWithTheLengthsAsGainsChangesNothing() {
    Map<String, double[]> parameters = random("SM");
    Map<String, double[]> normalised = new HashMap<>(parameters);
    parameters.forEach(
        (name, weight) -> {
          if (name.endsWith("query.weight") || name.endsWith("key.weight")) {
            String linear = name.substring(0, name.lastIndexOf('.'));
            normalised.remove(name);
            normalised.put(linear + ".direction", Arrays.stream(weight).map(w -> 3 * w).toArray());
            normalised.put(
                linear + ".gain",
                IntStream.range(0, 8)
                    .mapToDouble(
                        row ->
                            Math.sqrt(
                                Arrays.stream(weight, row * 8, row * 8 + 8).map(w -> w * w).sum()))
                    .toArray());
          }
        });
    assertSame(run("SM", parameters), run("SM + WN(QK)", normalised));
  }

  @Test
  void refusesParametersOfAnotherArchitecture() {
    Map<String, double[]> parameters = random("SM");
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> run("SM + ScFFN", parameters));
    assertTrue(wrong.getMessage().contains("layer.0.ffn.alpha"), wrong.getMessage());
  }

  private static void assertSame(Reference.Result expected, Reference.Result actual) {
    assertArrayEquals(expected.logits(), actual.logits(), 1e-13);
    assertArrayEquals(expected.entropies(), actual.entropies(), 1e-13);
    assertEquals(expected.loss(), actual.loss(), 1e-13);
  }

  private static Map<String, double[]> random(String notation) {
    return Reference.randomParameters(Architecture.of(notation), SHAPE, 4);
  }

  private static Reference.Result run(String notation, Map<String, double[]> parameters) {
    return Reference.run(Architecture.of(notation), SHAPE, parameters, TOKENS, null);
  }
}
