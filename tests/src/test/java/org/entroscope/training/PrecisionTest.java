package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.engine.Autograd;
import org.entroscope.engine.Precision;
import org.entroscope.model.Capture;
import org.entroscope.model.Gpt;
import org.entroscope.model.Hook;
import org.entroscope.model.NextTokenLoss;
import org.entroscope.model.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionTest {

  private static final int[] TOKENS = "int a = b + c;\n\n".chars().toArray();

  /** Returns the loss, the entropies and the gradient of every parameter. */
  private static Map<String, float[]> everything(Gpt gpt) {
    Map<String, float[]> results = new LinkedHashMap<>();
    try (Autograd recording = Autograd.recording();
        NDScope scope = new NDScope();
        NDManager manager = gpt.manager().newSubManager()) {
      scope.suppressNotUsedWarning();
      NDArray batch = manager.create(TOKENS, new Shape(1, TOKENS.length));
      Capture capture = Capture.entropies();
      NDArray logits = gpt.forward(batch, false, capture);
      assertEquals(DataType.FLOAT32, logits.getDataType());
      NDArray loss = NextTokenLoss.of(logits, batch);
      results.put("logits", logits.toFloatArray());
      results.put("loss", loss.toFloatArray());
      results.put("entropies", NDArrays.stack(new NDList(capture.values())).toFloatArray());
      Autograd.backward(loss);
      gpt.namedParameters()
          .forEach(
              (name, parameter) -> {
                if (parameter.requiresGradient()) {
                  results.put(name, parameter.getArray().getGradient().toFloatArray());
                }
              });
    }
    return results;
  }

  /**
   * bfloat16 has 8 bits of precision. A product has an error of about 1/256, and so has the result
   * of a few products.
   */
  @ParameterizedTest
  @ValueSource(strings = {"SM + LN + G + bias(all)", "SM + SN(QKVO+FFN) + R", "SM + ScFuFFN"})
  void bfloat16GivesTheSameWithinItsPrecision(String architecture) {
    assertTheSameWithin(0.03, 1e-6, architecture, Precision.BFLOAT16);
  }

  /**
   * float16 has 11 bits of precision, and thus eight times as many numbers. The gradient of the
   * bias of keys is zero in theory, and only rounding errors remain.
   */
  @ParameterizedTest
  @ValueSource(strings = {"SM + LN + G + bias(all)", "SM(t) + QKN + G", "SM + ScFuFFN + RoPE"})
  void float16GivesTheSameWithinItsPrecision(String architecture) {
    assertTheSameWithin(0.004, 2e-5, architecture, Precision.FLOAT16);
  }

  private static void assertTheSameWithin(
      double share, double rest, String architecture, Precision precision) {
    Gpt exact = Gpt.create(Architecture.of(architecture), Tiny.SHAPE, 1);
    Gpt rounded = Gpt.create(Architecture.of(architecture), Tiny.SHAPE, 1);
    rounded.precision(precision);
    Map<String, float[]> expected = everything(exact);
    Map<String, float[]> actual = everything(rounded);
    boolean[] differs = new boolean[1];
    expected.forEach(
        (name, values) -> {
          double largest = 0;
          double error = 0;
          for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
            error = Math.max(error, Math.abs(values[i] - actual.get(name)[i]));
            differs[0] |= values[i] != actual.get(name)[i];
          }
          assertTrue(error <= share * largest + rest, name + ": " + error + " of " + largest);
        });
    assertTrue(differs[0], "it was rounded");
  }

  @Test
  void aRunSaysThatItWasLessExact() {
    Run exact = Tiny.experiment("SM + LN + G").train();
    Run rounded = Tiny.experiment("SM + LN + G").precision(Precision.BFLOAT16).train();
    assertTrue(rounded.record().engine().endsWith(", products in BFLOAT16"));
    assertEquals(exact.evaluationLoss(), rounded.evaluationLoss(), 0.1);
    assertNotEquals(exact.evaluationLoss(), rounded.evaluationLoss());
    assertTrue(rounded.model().toString().endsWith("products in BFLOAT16"));
  }

  /** Generation with cached keys and values and a shifted mask gives the same tokens. */
  @Test
  void generatesTokenByTokenInHalfPrecision() {
    Gpt gpt = Gpt.create(Architecture.of("SM + LN + G"), Tiny.SHAPE, 1);
    gpt.precision(Precision.FLOAT16);
    int[] prompt = {65, 66, 67};
    int[] sequence = Arrays.copyOf(prompt, 12);
    int[] generated = gpt.generate(prompt, 9, Sampling.greedy(), Hook.NONE).tokens();
    for (int length = 3; length < 12; length++) {
      float[] logits = gpt.runWithHooks(Arrays.copyOf(sequence, length))[length - 1];
      int best = 0;
      for (int token = 0; token < logits.length; token++) {
        best = logits[token] > logits[best] ? token : best;
      }
      sequence[length] = best;
    }
    assertArrayEquals(Arrays.copyOfRange(sequence, 3, 12), generated);
  }
}
