package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.engine.Autograd;
import org.entroscope.statistics.HeadStatistic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares models with fused attention with the same models with a matrix of scores (Eq. 2-3, 5-7).
 */
class FusedModelTest {

  /** A hook that could change the scores, which forces the model to compute them. */
  private static final Hook PLAIN = Hook.at("layer.*.attention.scores", s -> s);

  private static final List<String> ARCHITECTURES =
      List.of(
          "EReg(SM + LN + G)",
          "EReg(SM(t) + ScFuFFN)",
          "EReg(SM(t=divisor:1.5) + LN + R + RoPE)",
          "EReg(SM(t=inverse:0.7) + QKN + R)",
          "EReg(SM + LN + QKN + G + RoPE(0.5) + bias(all), reduction=mean)",
          "EReg(SM + R + WN(QK) + bias(none))",
          "EReg(SM + LN + G + Parallel + untied + SN(QKVO+FFN))");

  /** Returns a model in which no parameter is trivial. */
  private static Gpt gpt(String architecture, ModelShape shape, long seed) {
    Gpt gpt = Gpt.create(Architecture.of(architecture), shape, seed, Device.cpu());
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, float[]> values = Weights.of(gpt);
    for (float[] each : values.values()) {
      for (int i = 0; i < each.length; i++) {
        each[i] += (float) (0.2 * random.nextGaussian());
      }
    }
    Weights.assign(gpt, values);
    return gpt;
  }

  /** The results of a forward and a backward pass. */
  private record Result(
      float[] logits, Map<String, float[]> entropies, Map<String, float[]> gradients) {}

  private static Result result(Gpt gpt, int[] tokens, int batch, Hook hook) {
    try (Autograd recording = Autograd.recording();
        NDScope scope = new NDScope();
        NDManager manager = gpt.manager().newSubManager()) {
      scope.suppressNotUsedWarning();
      NDArray input = Tokens.batch(gpt, manager, tokens, batch);
      Capture entropies = Capture.of("layer.*.attention.entropy");
      Capture penalised = gpt.penalties().capture();
      NDArray logits = gpt.forward(input, false, hook.and(entropies).and(penalised));
      NDArray loss = NextTokenLoss.of(logits, input).add(gpt.penalties().of(penalised));
      Autograd.backward(loss);
      Map<String, float[]> seen = new LinkedHashMap<>();
      entropies.byName().forEach((name, array) -> seen.put(name, array.toFloatArray()));
      Map<String, float[]> gradients = new LinkedHashMap<>();
      gpt.namedParameters()
          .forEach(
              (name, parameter) -> {
                if (parameter.requiresGradient()) {
                  NDArray gradient = parameter.getArray().getGradient();
                  gradients.put(name, gradient.toFloatArray());
                  gradient.subi(gradient.duplicate());
                }
              });
      return new Result(logits.toFloatArray(), seen, gradients);
    }
  }

  @Property(tries = 40)
  void bothWaysAgree(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int heads = 1 + random.nextInt(3);
    ModelShape shape =
        new ModelShape(
            1 + random.nextInt(3),
            heads,
            heads * 4 * (1 + random.nextInt(4)),
            4 + random.nextInt(40),
            11);
    String name = ARCHITECTURES.get(random.nextInt(ARCHITECTURES.size()));
    int batch = 1 + random.nextInt(3);
    int length = 2 + random.nextInt(shape.context() - 1);
    // the penalty is strong enough to be visible in the gradients of the cross entropy
    String strong =
        name.replaceAll("\\)$", name.contains(", reduction") ? ", lambda=1)" : ", lambda=0.01)");
    try (Gpt gpt = gpt(strong, shape, seed)) {
      int[] tokens = Randomised.tokens(shape, batch * length, seed);
      Result fused = result(gpt, tokens, batch, Hook.NONE);
      Result plain = result(gpt, tokens, batch, PLAIN);
      assertEquals(0, Randomised.error(plain.logits, fused.logits), 1e-5, strong);
      plain.entropies.forEach(
          (layer, expected) -> assertArrayEquals(expected, fused.entropies.get(layer), 1e-5f));
      double largest =
          plain.gradients.values().stream().mapToDouble(FusedModelTest::length).max().orElseThrow();
      plain.gradients.forEach(
          (parameter, expected) -> {
            double error = distance(expected, fused.gradients.get(parameter));
            double least = Math.max(length(expected), 1e-2 * largest);
            assertTrue(
                error <= 1e-4 * least,
                () ->
                    strong
                        + " "
                        + shape
                        + ": the gradient of "
                        + parameter
                        + " is off by "
                        + error);
          });
    }
  }

  private static double length(float[] values) {
    return distance(values, new float[values.length]);
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SM + LN + G", "SM(t) + ScFuFFN", "SM + QKN + R + RoPE"})
  void lookingChangesNoBit(String architecture) {
    ModelShape shape = new ModelShape(3, 2, 16, 70, 11);
    int[] tokens = Randomised.tokens(shape, 70, 5);
    try (Gpt gpt = gpt(architecture, shape, 2)) {
      float[] alone = logits(gpt, tokens, Hook.NONE);
      List<Hook> lookers =
          List.of(
              Capture.entropies(),
              Capture.of(gpt.hookNames().toArray(String[]::new)),
              Capture.of("layer.1.attention.scores"),
              Capture.of("layer.0.attention.probabilities", "layer.2.attention.heads"),
              new HeadRecorder(HeadStatistic.all()));
      for (Hook looker : lookers) {
        assertArrayEquals(alone, logits(gpt, tokens, looker), () -> "beside " + looker);
      }
      assertEquals(0, Randomised.error(alone, logits(gpt, tokens, PLAIN)), 1e-5);
    }
  }

  private static float[] logits(Gpt gpt, int[] tokens, Hook hook) {
    try (Autograd none = Autograd.paused();
        NDScope scope = new NDScope();
        NDManager manager = gpt.manager().newSubManager()) {
      scope.suppressNotUsedWarning();
      return gpt.forward(Tokens.batch(gpt, manager, tokens, 1), false, hook).toFloatArray();
    }
  }

  /**
   * Tokens that were read earlier are in the cache. Several queries or a single one attend to them.
   */
  @ParameterizedTest
  @ValueSource(strings = {"SM + LN + G", "SM(t) + R", "SM + QKN + R + RoPE"})
  void continuedSequencesAgreeWithWholeOnes(String architecture) {
    ModelShape shape = new ModelShape(2, 2, 16, 24, 11);
    int[] tokens = Randomised.tokens(shape, 24, 3);
    try (Gpt gpt = gpt(architecture, shape, 4);
        Autograd none = Autograd.paused();
        NDScope scope = new NDScope();
        NDManager manager = gpt.manager().newSubManager()) {
      scope.suppressNotUsedWarning();
      Capture whole = Capture.entropies();
      gpt.forward(Tokens.batch(gpt, manager, tokens, 1), false, whole.and(PLAIN));
      List<NDArray> expected = new ArrayList<>(whole.values()); // 1 H T
      for (Hook way : List.of(Hook.NONE, PLAIN)) {
        try (KeyValueCache cache = new KeyValueCache(gpt.manager())) {
          int from = 0;
          for (int count : new int[] {9, 1, 6, 1, 7}) {
            int[] next = Arrays.copyOfRange(tokens, from, from + count);
            Capture part = Capture.entropies();
            gpt.forward(
                Tokens.batch(gpt, manager, next, 1),
                ForwardContext.continuing(cache, part.and(way)));
            cache.advance(count);
            for (int l = 0; l < 2; l++) {
              NDArray these = expected.get(l).get(":, :, {}:{}", from, from + count);
              assertArrayEquals(
                  these.toFloatArray(), part.values().get(l).toFloatArray(), 1e-5f, "" + from);
            }
            from += count;
          }
        }
      }
    }
  }
}
