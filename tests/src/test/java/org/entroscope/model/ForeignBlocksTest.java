package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests features of externally trained models: tanh GELU, rotary positions, parallel blocks and
 * untied heads.
 */
class ForeignBlocksTest {

  private static final ModelShape SHAPE = new ModelShape(2, 2, 16, 12, 20, 0.5);

  private static float[] logits(Gpt gpt, int[] tokens) {
    return logits(gpt, tokens, Hook.NONE);
  }

  private static float[] logits(Gpt gpt, int[] tokens, Hook hook) {
    try (NDManager manager = gpt.manager().newSubManager()) {
      NDArray batch = manager.create(tokens, new Shape(1, tokens.length));
      return gpt.forward(batch, false, hook).toFloatArray();
    }
  }

  @Test
  void keysThatAreRememberedKeepTheirPositions() {
    Gpt gpt = Gpt.create(Architecture.of("SM + LN + Gtanh + RoPE(0.5) + Parallel"), SHAPE, 3);
    int[] tokens = Randomised.tokens(SHAPE, 9, 1);
    float[] whole = logits(gpt, tokens);
    try (KeyValueCache cache = new KeyValueCache(gpt.manager());
        NDManager manager = gpt.manager().newSubManager()) {
      for (int at = 0, step = 1; at < tokens.length; at += step++) {
        int to = Math.min(tokens.length, at + step);
        NDArray batch = manager.create(Arrays.copyOfRange(tokens, at, to), new Shape(1, to - at));
        float[] part =
            gpt.forward(batch, ForwardContext.continuing(cache, Hook.NONE)).toFloatArray();
        cache.advance(to - at);
        int v = SHAPE.vocabulary();
        assertArrayEquals(Arrays.copyOfRange(whole, at * v, to * v), part, 1e-4f);
      }
    }
  }

  @Test
  void scoresOfRotaryPositionsKnowDistancesOnly() {
    Gpt gpt = Gpt.create(Architecture.of("SM + RoPE(0.5)"), SHAPE, 3);
    int t = 6;
    try (NDManager manager = gpt.manager().newSubManager()) {
      Capture capture = Capture.of("layer.0.attention.scores");
      NDArray same = manager.create(new int[] {5, 5, 5, 5, 5, 5}, new Shape(1, t));
      gpt.forward(same, false, capture);
      float[] scores = capture.get("layer.0.attention.scores").toFloatArray(); // 1 H T T
      for (int query = 1; query < t; query++) {
        for (int key = 1; key <= query; key++) {
          int at = query * t + key;
          assertEquals(scores[at - t - 1], scores[at], 1e-5, query + " sees " + key);
        }
      }
      assertNotEquals(scores[5 * t], scores[5 * t + 4], 1e-3f, "distance 5 and distance 1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SM + R + ScFFN + RoPE + Parallel + untied",
        "SM + Gtanh + ScFFN + untied + noLNf",
        "SM(t=divisor:2.0) + ScFuFFN + RoPE(0.5) + Parallel"
      })
  void whatIsFoldedGivesTheSameLogits(String architecture) {
    Gpt gpt = Gpt.create(Architecture.of(architecture), SHAPE, 3);
    Map<String, float[]> values = Weights.of(gpt);
    values.get("layer.0.ffn.beta")[0] = 0.6f;
    values.get("layer.1.ffn.beta")[0] = 1.7f;
    values.get("layer.1.ffn.alpha")[0] = 0.8f;
    Weights.assign(gpt, values);
    FoldedModel folding = FoldedModel.of(gpt, false);
    int[] tokens = Randomised.tokens(SHAPE, 12, 1);
    // this hook forces the matrix of scores, because the exponentials of the kernels have an error
    // of 1e-6, which would hide the error of folding
    Hook matrix = Hook.at("layer.*.attention.scores", scores -> scores);
    float[] before = logits(gpt, tokens, matrix);
    assertEquals(0, Randomised.error(before, logits(folding.model(), tokens, matrix)), 1e-5);
    assertEquals(List.of(), folding.kept());
  }

  @ParameterizedTest
  @CsvSource({
    "SM+RoPE, SM + RoPE",
    "SM + RoPE(1.0), SM + RoPE",
    "SM + RoPE(0.25:10000), SM + RoPE(0.25)",
    "SM + RoPE(1:500), SM + RoPE(1.0:500.0)",
    "SM + LN + Gtanh + bias(all), SM + LN + Gtanh + bias(all)",
    "EReg(SM(t)+untied+Parallel+Gtanh), EReg(SM(t) + Gtanh + Parallel + untied)"
  })
  void theNotationKnowsThem(String notation, String printed) {
    assertEquals(printed, Architecture.of(notation).toString());
    assertEquals(Architecture.of(notation), Architecture.of(printed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SM + RoPE()",
        "SM + RoPE(0)",
        "SM + RoPE(2)",
        "SM + RoPE(0.5:1)",
        "SM + RoPE(1:2:3)",
        "SM + RoPE(x)",
        "SM + RoPE + RoPE",
        "SM + Parallel(1)",
        "SM + untied + untied",
        "SM + G + Gtanh"
      })
  void wrongNotationIsRefused(String notation) {
    assertThrows(IllegalArgumentException.class, () -> Architecture.of(notation));
  }

  @Test
  void pairsThatAreNoneAreRefused() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Gpt.create(Architecture.of("SM + RoPE(0.4)"), SHAPE, 1));
    assertEquals(
        "RoPE(0.4) rotates pairs of elements, but selects 3 elements of a head width of 8",
        refusal.getMessage());
  }
}
