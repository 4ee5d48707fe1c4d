package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.entroscope.architecture.Architecture;
import org.entroscope.engine.Autograd;
import org.entroscope.engine.Scalar;
import org.entroscope.model.Gpt;
import org.entroscope.model.Hook;
import org.entroscope.model.NextTokenLoss;
import org.junit.jupiter.api.Test;

/** Compares the gradients that the optimiser computes with those of PyTorch's own backward pass. */
final class OptimiserGradientTest {

  private static final int[][] BATCHES = {{1, 2, 3, 4, 5, 6, 7, 8}, {9, 8, 7, 6, 5, 4, 3, 2}};

  @Test
  void theGradientsOfSeveralBatchesAreAdded() {
    try (Gpt gpt = Gpt.create(Architecture.of("SM + LN + G"), Tiny.SHAPE, 1);
        AdamW optimiser = new AdamW(gpt.manager(), ParameterGroups.of(gpt, Tiny.PLAN), Tiny.PLAN);
        NDManager manager = gpt.manager().newSubManager()) {
      for (int[] batch : BATCHES) {
        loss(gpt, batch, optimiser::addGradient);
        loss(gpt, batch, Autograd::backward);
      }
      Map<String, float[]> actual = values(optimiser.gradients(manager));
      double squares = 0;
      for (Parameter parameter : gpt.namedParameters().values()) {
        float[] expected = parameter.getArray().getGradient().toFloatArray();
        assertArrayEquals(expected, actual.remove(parameter.getName()), 1e-6f);
        for (float each : expected) {
          squares += (double) each * each;
        }
      }
      assertEquals(Map.of(), actual);
      try (NDArray norm = optimiser.gradientNorm()) {
        assertEquals(Math.sqrt(squares), norm.getFloat(), 1e-5);
      }
    }
  }

  @Test
  void aParameterThatTheLossDoesNotDependOnHasTheGradientZero() {
    try (Gpt gpt = Gpt.create(Architecture.of("SM + LN + G"), Tiny.SHAPE, 1);
        AdamW optimiser = new AdamW(gpt.manager(), ParameterGroups.of(gpt, Tiny.PLAN), Tiny.PLAN);
        NDManager manager = gpt.manager().newSubManager();
        Autograd recording = Autograd.recording();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray weight = gpt.namedParameters().get("layer.0.ffn.in.weight").getArray();
      optimiser.addGradient(weight.mul(Scalar.of(weight, 3)).sum());
      values(optimiser.gradients(manager))
          .forEach(
              (name, gradient) -> {
                float[] expected = new float[gradient.length];
                Arrays.fill(expected, name.equals("layer.0.ffn.in.weight") ? 3 : 0);
                assertArrayEquals(expected, gradient, name);
              });
    }
  }

  @Test
  void aStepNeedsGradients() {
    try (Gpt gpt = Gpt.create(Architecture.of("SM + LN + G"), Tiny.SHAPE, 1);
        AdamW optimiser = new AdamW(gpt.manager(), ParameterGroups.of(gpt, Tiny.PLAN), Tiny.PLAN)) {
      assertThrows(IllegalStateException.class, () -> optimiser.step(1e-3, 1));
      loss(gpt, BATCHES[0], optimiser::addGradient);
      optimiser.step(1e-3, 1);
      assertThrows(IllegalStateException.class, () -> optimiser.step(1e-3, 1));
      assertThrows(IllegalStateException.class, optimiser::gradientNorm);
    }
  }

  private static void loss(Gpt gpt, int[] batch, Consumer<NDArray> then) {
    try (Autograd recording = Autograd.recording();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray tokens = gpt.manager().create(batch).reshape(1, batch.length);
      then.accept(NextTokenLoss.of(gpt.forward(tokens, true, Hook.NONE), tokens));
    }
  }

  private static Map<String, float[]> values(Map<String, NDArray> arrays) {
    Map<String, float[]> values = new TreeMap<>();
    arrays.forEach((name, array) -> values.put(name, array.toFloatArray()));
    return values;
  }
}
