package org.entroscope.workshop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadValues;
import org.entroscope.statistics.PlainEntropy;
import org.entroscope.workshop.Answer.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests every exercise that needs no training with correct, wrong and missing answers. */
class ExerciseTest {

  private static final double[] ROW = {2, 1, 0, -1};
  private static final double[][] IN = {{1, 0, 2}, {0, 1, -1}};
  private static final double[][] OUT = {{1, 2}, {0, 1}, {3, -1}};
  private static final double[][][] PAIR = {IN, OUT};

  private static void right(Answer answer, String words) {
    assertEquals(Verdict.RIGHT, answer.verdict(), answer.toString());
    assertTrue(answer.words().contains(words), answer.words());
    assertTrue(answer.isRight() && answer.hint().isEmpty(), answer.toString());
  }

  private static void off(Answer answer, String words) {
    assertEquals(Verdict.NOT_YET, answer.verdict(), answer.toString());
    assertTrue(answer.words().contains(words), answer.words());
    assertEquals(Exercise.hint(answer.exercise()), answer.hint());
    assertTrue(answer.toString().startsWith("Not yet"), answer.toString());
  }

  @Test
  void anEvenRow() {
    right(Exercise.check("an even row", Math.log(8)), "ln 8 = 2.079");
    right(Exercise.check("an even row", 2.08), "nats");
    off(Exercise.check("an even row", 3), "bits");
    off(Exercise.check("an even row", -Math.log(8)), "sign");
    off(Exercise.check("an even row", Math.log(8) / 8), "one of the eight terms");
    off(Exercise.check("an even row", 1.5), "too small by 0.579 nats");
    off(Exercise.check("an even row", "two"), "this is a String; expected is a number");
  }

  @Test
  void oneNat() {
    // any row with an entropy of one nat is accepted
    right(Exercise.check("one nat", new double[] {0, 1.8, 0, 0}), "nats");
    right(Exercise.check("one nat", new double[] {-3, -1.2, -3, -3}), "nats");
    off(Exercise.check("one nat", new int[] {1, 1, 1, 1}), "1.386 nats, which is 0.386 too high");
    off(Exercise.check("one nat", new double[] {9, 0, 0, 0}), "too sharp");
    off(Exercise.check("one nat", new double[] {1, 2}), "2 scores, but the row has 4 keys");
    off(Exercise.check("one nat", new double[] {1, 2, Double.NaN, 0}), "must be a number");
  }

  @Test
  void halfOfIt() {
    double low = 0.01;
    double high = 100;
    for (int i = 0; i < 50; i++) {
      double middle = Math.sqrt(low * high);
      boolean hot = PlainEntropy.ofLogits(middle, ROW) > Math.log(4) / 2;
      high = hot ? middle : high;
      low = hot ? low : middle;
    }
    right(Exercise.check("half of it", low, ROW), "half of ln 4");
    off(Exercise.check("half of it", 10, ROW), "lower the temperature");
    off(Exercise.check("half of it", 0.05, ROW), "raise the temperature");
    off(Exercise.check("half of it", -1, ROW), "temperature must be positive");
  }

  @Test
  void theCeilingOfAMap() {
    double bound = EntropyBound.causal(128);
    right(Exercise.check("the ceiling of a map", bound), "3.878");
    off(Exercise.check("the ceiling of a map", Math.log(128)), "ln 128");
    off(Exercise.check("the ceiling of a map", 128 * bound), "sum over the queries");
    off(Exercise.check("the ceiling of a map", 4), "too large by 0.122 nats");
  }

  @Test
  void theSharpestHead() {
    HeadValues map = new HeadValues(new float[][] {{3, 2.5f}, {1, 2}, {2, 2}}, 64);
    right(Exercise.check("the sharpest head", new int[] {1, 0}, map), "head 0 of layer 1");
    off(Exercise.check("the sharpest head", new int[] {0, 1}, map), "the layer comes first");
    off(Exercise.check("the sharpest head", new int[] {2, 1}, map), "another head has 1.00 less");
    off(Exercise.check("the sharpest head", new int[] {5, 0}, map), "layers are numbered 0 to 2");
    off(Exercise.check("the sharpest head", new int[] {1}, map), "two numbers");
  }

  @Test
  void paintBothFailures() {
    right(
        Exercise.check("paint both failures", map(new float[] {3.2f, 1.5f, 0.1f})),
        "collapse: layer 2");
    off(Exercise.check("paint both failures", map(new float[] {2, 1.5f, 0.1f})), "only overloaded");
    off(Exercise.check("paint both failures", map(new float[] {3.2f, 3.2f, 0})), "layer 0 must be");
    off(Exercise.check("paint both failures", map(new float[] {3.2f, 1, 1})), "only collapsed");
    off(Exercise.check("paint both failures", map(new float[] {4, 1, 0})), "mask allows at most");
    off(Exercise.check("paint both failures", map(new float[] {3.2f, 0})), "2 layers");
  }

  /** Returns a map with one head per layer. */
  private static HeadValues map(float[] layers) {
    float[][] values = new float[layers.length][];
    for (int layer = 0; layer < layers.length; layer++) {
      values[layer] = new float[] {layers[layer]};
    }
    return new HeadValues(values, 64);
  }

  @Test
  void countTheLayerNorms() {
    ModelShape shape = ModelShape.deepLaptop();
    right(Exercise.check("count the LayerNorms", 16, shape), "in each of 8 blocks make 16");
    right(Exercise.check("count the LayerNorms", 24, ModelShape.gpt2Small()), "24");
    off(Exercise.check("count the LayerNorms", 8, shape), "one LayerNorm per block");
    off(Exercise.check("count the LayerNorms", 17, shape), "final LayerNorm");
    off(Exercise.check("count the LayerNorms", 20, shape), "too large by 4");
  }

  @Test
  void softmaxAlone() {
    right(Exercise.check("softmax alone", "SM"), "softmax");
    right(Exercise.check("softmax alone", Architecture.of("SM")), "softmax");
    off(Exercise.check("softmax alone", "SM + LN"), "still has LayerNorm");
    off(Exercise.check("softmax alone", "SM + G"), "still has the activation function G");
    off(Exercise.check("softmax alone", "SM + ScFFN"), "something else");
    off(Exercise.check("softmax alone", "softmax"), "no architecture 'softmax'");
  }

  @Test
  void headsNearZero() {
    HeadValues map = new HeadValues(new float[][] {{3.2f, 3.2f, 3.2f}, {0, 0.1f, 1}}, 64);
    right(Exercise.check("heads near zero", 2, map), "2 of 6 heads");
    off(Exercise.check("heads near zero", 3, map), "near the bound");
    off(Exercise.check("heads near zero", 1, map), "too small by 1; the run has 6 heads");
  }

  @Test
  void oneMatrix() {
    double[][] fused = {{7, 0}, {-3, 2}};
    right(Exercise.check("one matrix", fused, PAIR), "2 x 2 matrix does the same as the 12");
    off(Exercise.check("one matrix", new double[][] {{7, -3}, {0, 2}}, PAIR), "swapped");
    off(Exercise.check("one matrix", new double[][] {{7, 0}, {-3, 2.5}}, PAIR), "is 0.500");
    off(Exercise.check("one matrix", new double[][] {{7, 0}, {-3, Double.NaN}}, PAIR), "Infinity");
    off(Exercise.check("one matrix", IN, PAIR), "expected are 2 rows of 2");
    off(Exercise.check("one matrix", new double[][] {{7, 0}, null}, PAIR), "expected is a matrix");
  }

  @Test
  void thePenalty() {
    double delta = 3.1 - 0.5 * Math.log(64);
    double beyond = delta - 0.2 * Math.log(64);
    right(Exercise.check("the penalty", delta * delta), "exceeds the tolerance");
    off(Exercise.check("the penalty", 0), "the penalty is 0 only if");
    off(Exercise.check("the penalty", delta), "this is delta");
    off(Exercise.check("the penalty", beyond * beyond), "the whole delta");
    off(Exercise.check("the penalty", 9), "too large by");
  }

  @Test
  void anIdeaInBudget() {
    right(Exercise.check("an idea in budget", "SM + LReLU(0.1) + ScFFN"), "GB");
    off(Exercise.check("an idea in budget", "SM + ScFuFFN"), "already known: Tables 3");
    off(Exercise.check("an idea in budget", "SM + LN + G + ScFFN"), "the budget is 9.");
    off(Exercise.check("an idea in budget", "SM + X"), "there is no term 'X'");
  }

  static List<String> names() {
    return Exercise.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aMissingAnswerIsToldWhatIsExpected(String name) {
    for (Object nothing :
        new Object[] {null, Double.NaN, "", " ... ", new double[0], new int[0], new double[0][]}) {
      Answer answer = Exercise.check(name, nothing, "something");
      assertEquals(Verdict.MISSING, answer.verdict(), answer.toString());
      assertTrue(answer.words().startsWith("there is no answer; expected is "), answer.words());
      assertFalse(Exercise.hint(name).isBlank());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void anAnswerOfTheWrongTypeIsToldItsType(String name) {
    assertTrue(Exercise.check(name, List.of(1), "something").words().startsWith("this is a"), name);
  }

  @Test
  void namesAreUniqueAndAWrongOneListsThem() {
    assertEquals(Exercise.names().size(), new HashSet<>(Exercise.names()).size());
    assertEquals(15, Exercise.names().size());
    String message =
        assertThrows(IllegalArgumentException.class, () -> Exercise.check("even row", 1))
            .getMessage();
    assertTrue(
        message.contains("there is no exercise 'even row'; the exercises are: an even row,"),
        message);
  }

  @Test
  void whatAnExerciseIsAboutHasToBeGiven() {
    for (Object answer : new Object[] {1.0, Double.NaN}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Exercise.check("half of it", answer))
              .getMessage();
      assertTrue(message.contains("needs a row of scores as the third argument"), message);
      assertThrows(
          IllegalArgumentException.class, () -> Exercise.check("half of it", answer, null));
    }
    assertEquals(
        "the exercise 'half of it' needs a row of scores as the third argument, but this is a"
            + " String",
        assertThrows(IllegalArgumentException.class, () -> Exercise.check("half of it", 1, "a row"))
            .getMessage());
  }
}
