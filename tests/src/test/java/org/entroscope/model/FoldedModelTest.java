package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.entroscope.architecture.Architecture;
import org.entroscope.reference.GoldenFiles;
import org.entroscope.reference.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FoldedModelTest {

  private static final double TOLERANCE = 1e-5;

  static Stream<Architecture> architectures() {
    return GoldenFiles.architectures();
  }

  @Provide
  Arbitrary<Architecture> anyArchitecture() {
    return Arbitraries.of(architectures().toList());
  }

  @Property(tries = 60)
  void foldingChangesNothingButTheRounding(
      @ForAll("anyArchitecture") Architecture architecture, @ForAll @LongRange(min = 0) long seed) {
    try (Gpt gpt = Randomised.gpt(architecture, Randomised.SHAPE, seed)) {
      assertSame(gpt, false, seed);
      assertSame(gpt, true, seed);
    }
  }

  /** Compares both models with float64, because some random models amplify every rounding error. */
  private static void assertSame(Gpt gpt, boolean fuse, long seed) {
    int[] tokens = Randomised.tokens(gpt.shape(), gpt.shape().context(), seed);
    Map<String, double[]> parameters =
        Reference.randomParameters(gpt.architecture(), gpt.shape(), seed);
    float[] exact =
        Randomised.floats(
            Reference.run(gpt.architecture(), gpt.shape(), parameters, new int[][] {tokens}, null)
                .logits());
    FoldedModel folding = FoldedModel.of(gpt, fuse);
    try (Gpt folded = folding.model()) {
      double own = Randomised.error(exact, gpt.runWithCache(tokens, "logits").values("logits"));
      double error =
          Randomised.error(exact, folded.runWithCache(tokens, "logits").values("logits"));
      assertTrue(error < TOLERANCE + 4 * own, () -> "error " + error + ": " + folding);
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void normalisationAndThresholdsNeverStay(Architecture architecture) {
    try (Gpt gpt = Randomised.gpt(architecture, Randomised.SHAPE, 1);
        Gpt folded = gpt.folded()) {
      assertNull(folded.architecture().parametrised());
      assertTrue(!folded.architecture().regularised());
      assertEquals(
          architecture.scaled() && architecture.layerNorm(), folded.architecture().scaled());
      assertTrue(
          folded.namedParameters().keySet().stream()
              .noneMatch(n -> n.matches(".*(direction|gamma|\\.u|\\.v|threshold)")));
    }
  }

  @Test
  void saysWhatItDid() {
    try (Gpt gpt = Randomised.gpt("EReg(SM(t) + WN(FFN) + ScFFN)", 1)) {
      FoldedModel folding = FoldedModel.of(gpt, true);
      assertEquals(
          List.of(
              "alpha, into the feed-forward networks' last matrices",
              "beta, into the matrices that read and write the residual stream",
              "two feed-forward projections, into one d x d matrix per layer",
              "WN(FFN), into the weights that it computes",
              "entropy regulariser, which inference does not use"),
          folding.merged());
      assertEquals("SM(t) + FuFFN", folding.model().architecture().toString());
      assertTrue(
          folding
              .kept()
              .get(0)
              .matches(
                  "the temperatures: in 6 of 6 heads they differ between positions \\(t from .* to"
                      + " .* in layer ., head .\\), but one query matrix serves all"),
          folding::toString);
      folding.model().close();
    }
  }

  @Test
  void blocksWithLayerNormKeepBeta() {
    assertKept(
        "SM + LN + G + ScFFN",
        Map.of(),
        "beta: the blocks' LayerNorms undo a factor on the residual stream only up to their"
            + " epsilon");
    assertFolded("SM + LN + G + ScFFN", ones("ffn.beta", 1, 1), "SM + LN + G");
  }

  @Test
  void aBetaOfZeroStays() {
    assertKept(
        "SM + ScFFN",
        Map.of("layer.1.ffn.beta", new float[] {0}),
        "beta: that of layer 1 is 0.0, and no weight can take its place");
  }

  @Test
  void negativeBetasNeedAFinalLayerNorm() {
    Map<String, float[]> negative = ones("ffn.beta", 1, -2);
    assertFolded("SM + R + ScFFN", negative, "SM + R");
    assertKept(
        "SM + R + ScFFN + noLNf",
        negative,
        "beta: their product is negative, and without a final LayerNorm nothing can turn the sign");
    assertFolded("SM + R + ScFFN + noLNf", ones("ffn.beta", 1, 0.3f), "SM + R + noLNf");
  }

  @Test
  void temperaturesOfAHeadThatAreAllEqualFold() {
    Map<String, float[]> equal = temperatures(0.7f, -0.4f);
    for (String t : List.of("SM(t)", "SM(t=divisor:1)", "SM(t=inverse:1)")) {
      assertFolded(t + " + R", equal, "SM + R");
      assertFolded(t + " + R + bias(none)", equal, "SM + R + bias(none)");
      assertFolded(t + " + QKN", temperatures(0.7f, 0.7f), "SM + QKN");
    }
    assertKept(
        "SM(t) + QKN",
        equal,
        "the temperatures: heads of a layer differ, but share the LayerNorm of their queries");
  }

  @Test
  void anActivationForbidsToFuse() {
    try (Gpt gpt = Randomised.gpt("SM + LReLU(0.1)", 1)) {
      FoldedModel folding = FoldedModel.of(gpt, true);
      assertEquals(
          List.of(
              "two feed-forward projections: LReLU(0.1) is between them, so they are not"
                  + " one matrix"),
          folding.kept());
      folding.model().close();
    }
  }

  /** Returns one temperature per head, except for the first position, where it has no effect. */
  private static Map<String, float[]> temperatures(float first, float second) {
    int context = Randomised.SHAPE.context();
    Map<String, float[]> values = new HashMap<>();
    for (int l = 0; l < Randomised.SHAPE.layers(); l++) {
      float[] learned = new float[2 * context];
      Arrays.fill(learned, 0, context, first);
      Arrays.fill(learned, context, 2 * context, second);
      learned[0] = 5;
      learned[context] = 0.1f;
      values.put("layer." + l + ".attention.temperature", learned);
    }
    return values;
  }

  private static Map<String, float[]> ones(String last, float others, float middle) {
    return Map.of(
        "layer.0." + last, new float[] {others},
        "layer.1." + last, new float[] {middle},
        "layer.2." + last, new float[] {others});
  }

  private static void assertFolded(String from, Map<String, float[]> changed, String to) {
    try (Gpt gpt = changed(from, changed);
        Gpt folded = gpt.folded()) {
      assertEquals(to, folded.architecture().toString());
      assertSame(gpt, false, 3);
    }
  }

  private static void assertKept(String from, Map<String, float[]> changed, String why) {
    try (Gpt gpt = changed(from, changed)) {
      FoldedModel folding = FoldedModel.of(gpt, false);
      folding.model().close();
      assertEquals(List.of(why), folding.kept());
      assertSame(gpt, false, 3);
    }
  }

  private static Gpt changed(String architecture, Map<String, float[]> changed) {
    Gpt gpt = Randomised.gpt(architecture, 2);
    Map<String, float[]> values = Weights.of(gpt);
    values.putAll(changed);
    Weights.assign(gpt, values);
    return gpt;
  }
}
