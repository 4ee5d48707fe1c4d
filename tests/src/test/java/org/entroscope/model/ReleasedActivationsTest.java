package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.tokens.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a forward pass frees what it no longer needs and keeps what a hook has seen. */
class ReleasedActivationsTest {

  private static final int T = 64;
  private static final int D = 32;

  @ParameterizedTest
  @ValueSource(strings = {"SM + LN + G", "SM", "SM(t) + ScFFN", "SM + SN(FFN)", "SM + LN + R"})
  void aLayerLeavesLittleBehind(String architecture) {
    long few = held(architecture, 2);
    long many = held(architecture, 10);
    long hidden = 4L * D * T; // the activations between the two matrices of a feed-forward network
    assertTrue(many - few < 8 * hidden, () -> (many - few) / 8 + " numbers for each layer");
  }

  /** Returns how many numbers the arrays of a pass hold after its last layer. */
  private static long held(String architecture, int layers) {
    ModelShape shape = new ModelShape(layers, 2, D, T, 256);
    long[] held = new long[1];
    try (Gpt gpt = Randomised.gpt(Architecture.of(architecture), shape, 1)) {
      Hook hook =
          Hook.at(
              "logits",
              value -> {
                held[0] = size((BaseNDManager) value.getManager());
                return value;
              });
      gpt.runWithHooks(Randomised.tokens(shape, T, 1), hook);
    }
    return held[0];
  }

  private static long size(BaseNDManager manager) {
    return manager.getManagedArrays().stream().mapToLong(NDArray::size).sum();
  }

  @Test
  void aHookMayKeepWhatItSawUntilTheEndOfThePass() {
    ModelShape shape = new ModelShape(3, 2, D, T, 256);
    List<NDArray> kept = new ArrayList<>();
    List<String> names = new ArrayList<>();
    float[][] difference = new float[1][];
    try (Gpt gpt = Randomised.gpt(Architecture.of("SM + LN + G"), shape, 1)) {
      Hook all =
          Hook.when(
              name -> !name.equals("logits"),
              value -> {
                kept.add(value);
                return value;
              });
      Hook last =
          Hook.at(
              "logits",
              value -> {
                kept.forEach(each -> names.add(each.getShape() + " " + each.sum().getFloat()));
                difference[0] = kept.get(0).sub(kept.get(kept.size() - 1)).toFloatArray();
                return value;
              });
      int[] tokens = Randomised.tokens(shape, T, 1);
      float[][] logits = gpt.runWithHooks(tokens, all, last);
      assertEquals(kept.size(), names.size());
      assertEquals(T * D, difference[0].length);
      ActivationCache cache = gpt.runWithCache(tokens, "residual.embedding", "residual.2.ffn");
      float expected =
          cache.matrix("residual.embedding")[5][3] - cache.matrix("residual.2.ffn")[5][3];
      assertEquals(expected, difference[0][5 * D + 3], 1e-4f);
      assertEquals(T, logits.length);
    }
  }

  @Test
  void theLossOfALargeVocabularyIsThatOfAllLogitsAtOnce() {
    ModelShape shape = new ModelShape(1, 2, 16, 256, Tokenizer.gpt2().vocabularySize());
    try (Gpt gpt = Randomised.gpt(Architecture.of("SM + LN + G"), shape, 1)) {
      int[] tokens = Randomised.tokens(shape, 2 * 256, 1);
      try (var manager = gpt.manager().newSubManager()) {
        NDArray batch = Tokens.batch(gpt, manager, tokens, 2);
        double expected = NextTokenLoss.of(gpt.forward(batch, false, Hook.NONE), batch).getFloat();
        assertEquals(expected, NextTokenLoss.of(gpt, batch, Hook.NONE), 1e-5 * expected);
        int[] calls = new int[1];
        Hook looks =
            Hook.at(
                "logits",
                value -> {
                  calls[0]++;
                  return value.mul(0);
                });
        assertEquals(Math.log(shape.vocabulary()), NextTokenLoss.of(gpt, batch, looks), 1e-4);
        assertEquals(1, calls[0]);
      }
    }
  }
}
