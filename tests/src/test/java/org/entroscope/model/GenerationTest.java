package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.engine.Autograd;
import org.entroscope.reference.GoldenFiles;
import org.junit.jupiter.api.Test;

class GenerationTest {

  private static final ModelShape BYTES = new ModelShape(2, 2, 8, 8, 256);

  @Provide
  Arbitrary<Architecture> anyArchitecture() {
    return Arbitraries.of(GoldenFiles.architectures().toList());
  }

  @Property(tries = 60)
  void theCacheGivesTheLogitsOfTheFullForward(
      @ForAll("anyArchitecture") Architecture architecture, @ForAll @LongRange(min = 0) long seed) {
    ModelShape shape = Randomised.SHAPE;
    int[] tokens = Randomised.tokens(shape, shape.context(), seed);
    try (Gpt gpt = Randomised.gpt(architecture, shape, seed)) {
      float[] expected = gpt.runWithCache(tokens, "logits").values("logits");
      double error = Randomised.error(expected, inPieces(gpt, tokens, seed));
      assertTrue(error < 1e-5, () -> architecture + ": " + error);
    }
  }

  /** Returns the logits of a sequence that is read in pieces of random length. */
  private static float[] inPieces(Gpt gpt, int[] tokens, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int vocabulary = gpt.shape().vocabulary();
    float[] logits = new float[tokens.length * vocabulary];
    try (KeyValueCache cache = new KeyValueCache(gpt.manager());
        Autograd none = Autograd.paused()) {
      for (int from = 0; from < tokens.length; from = cache.length()) {
        int to = from + 1 + random.nextInt(tokens.length - from);
        try (NDScope scope = new NDScope();
            NDManager manager = gpt.manager().newSubManager()) {
          scope.suppressNotUsedWarning();
          int[] piece = Arrays.copyOfRange(tokens, from, to);
          NDArray batch = manager.create(piece, new Shape(1, to - from));
          NDArray part = gpt.forward(batch, ForwardContext.continuing(cache, Hook.NONE));
          cache.advance(to - from);
          float[] values = part.toFloatArray();
          System.arraycopy(values, 0, logits, from * vocabulary, values.length);
        }
      }
    }
    return logits;
  }

  @Test
  void greedyTakesTheMostLikelyTokenAndForgetsTheOlderHalfWhenTheContextIsFull() {
    try (Gpt gpt = Randomised.gpt(Architecture.of("SM + R"), BYTES, 4)) {
      int[] prompt = {65, 66, 67};
      Generation generation = gpt.generate(prompt, 20, Sampling.greedy(), Hook.NONE);
      int[] all = Arrays.copyOf(prompt, 23);
      int start = 0;
      for (int i = 0; i < 20; i++) {
        int length = 3 + i;
        start = length - start > 8 ? length - 4 : start;
        int[] window = Arrays.copyOfRange(all, start, length);
        ActivationCache seen = gpt.runWithCache(window, "logits", "layer.*.attention.entropy");
        all[length] = largest(seen.matrix("logits")[window.length - 1]);
        assertEquals(all[length], generation.tokens()[i], "token " + i);
        assertEquals(window.length, generation.visible(i));
        for (int l = 0; l < 2; l++) {
          for (int h = 0; h < 2; h++) {
            float entropy = seen.at("layer." + l + ".attention.entropy", h, window.length - 1);
            assertEquals(entropy, generation.entropy(i)[l][h], 1e-5);
          }
        }
      }
      assertTrue(start > 8, "the window moved more than once");
    }
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int i = 0; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  @Test
  void aLongPromptIsReadFromItsEnd() {
    try (Gpt gpt = Randomised.gpt(Architecture.of("SM + R"), BYTES, 4)) {
      Generation whole = gpt.generate("abcdefghijkl", 3);
      Generation end = gpt.generate("ijkl", 3);
      assertEquals(end.text(), whole.text());
      assertEquals(12, whole.prompt().length);
    }
  }

  @Test
  void aSeedFixesTheChoices() {
    try (Gpt gpt = Randomised.gpt(Architecture.of("SM + R"), BYTES, 4)) {
      int[] one = gpt.generate("abc", 30, Sampling.temperature(2, 1)).tokens();
      assertArrayEquals(one, gpt.generate("abc", 30, Sampling.temperature(2, 1)).tokens());
      assertFalse(Arrays.equals(one, gpt.generate("abc", 30, Sampling.temperature(2, 2)).tokens()));
      assertArrayEquals(
          gpt.generate("abc", 30).tokens(),
          gpt.generate("abc", 30, Sampling.temperature(1e-6, 5)).tokens(),
          "cold sampling is greedy");
    }
  }

  @Test
  void samplingFollowsTheSoftmaxOfTheMostLikely() {
    float[] logits = {0, (float) Math.log(2), -5, (float) Math.log(4), -6};
    Sampler all = new Sampler(Sampling.temperature(1, 9));
    Sampler two = new Sampler(Sampling.topK(2, 0.5, 9));
    int[] ofAll = new int[5];
    int[] ofTwo = new int[5];
    for (int i = 0; i < 20_000; i++) {
      ofAll[all.next(logits)]++;
      ofTwo[two.next(logits)]++;
    }
    assertEquals(20_000 / 7.01 * 4, ofAll[3], 300);
    assertEquals(20_000 / 7.01, ofAll[0], 200);
    assertTrue(ofAll[2] > 0, "the unlikely happens");
    assertEquals(20_000 * 0.8, ofTwo[3], 300, "half the temperature squares the odds");
    assertEquals(20_000, ofTwo[1] + ofTwo[3], "and nothing else");
  }

  @Test
  void whatCameOutCanBeReadAndTabulated() {
    try (Gpt gpt = Randomised.gpt(Architecture.of("SM + R"), BYTES, 4)) {
      Generation generation = gpt.generate("ab", 3);
      assertEquals(3, generation.size());
      assertEquals(3, generation.toTable().rowCount());
      assertEquals(Math.log(2), generation.toTable().doubleColumn("bound").get(0), 1e-9);
      assertTrue(generation.meanEntropy(0) <= Math.log(2));
      assertTrue(
          generation
              .toString()
              .matches("(?s)ab.*\\(3 tokens generated, mean attention entropy 0\\.\\d+ of .*"));
      assertThrows(IndexOutOfBoundsException.class, () -> generation.entropy(3));
    }
    try (Gpt gpt = Randomised.gpt("SM", 4)) { // a vocabulary of 11 tokens has no text
      Generation generation = gpt.generate(new int[] {1, 2}, 2, Sampling.greedy(), Hook.NONE);
      assertTrue(generation.text().matches("\\[\\d+, \\d+\\]"));
    }
  }

  @Test
  void anInterruptKeepsWhatIsThere() {
    try (Gpt gpt = Randomised.gpt(Architecture.of("SM + R"), BYTES, 4)) {
      Hook third =
          new Hook() {
            private int passes;

            @Override
            public void begin(Gpt model) {
              if (++passes == 3) {
                Thread.currentThread().interrupt();
              }
            }
          };
      Generation generation = gpt.generate(new int[] {1}, 10, Sampling.greedy(), third);
      assertEquals(3, generation.size());
      assertFalse(Thread.interrupted(), "the interrupt is consumed");
    }
  }

  @Test
  void interventionsReachEveryToken() {
    try (Gpt gpt = Randomised.gpt(Architecture.of("SM + R"), BYTES, 4)) {
      Hook uniform = Intervention.everywhere().uniform();
      Generation generation = gpt.generate(new int[] {1, 2}, 12, Sampling.greedy(), uniform);
      for (int i = 0; i < 12; i++) {
        assertEquals(Math.log(generation.visible(i)), generation.meanEntropy(i), 1e-5);
      }
      Hook first = Intervention.everywhere().oneHot(Intervention.Key.PREVIOUS);
      assertEquals(
          0, gpt.generate(new int[] {1, 2}, 3, Sampling.greedy(), first).meanEntropy(2), 1e-6);
    }
  }

  @Test
  void aNanNamesItsToken() {
    try (Gpt gpt = Randomised.gpt(Architecture.of("SM + R"), BYTES, 4)) {
      Map<String, float[]> values = Weights.of(gpt);
      values.get("embedding.token")[8 * 7] = Float.NaN;
      Weights.assign(gpt, values);
      assertEquals(
          "the logit of token 7 is NaN: the model has diverged",
          assertThrows(IllegalStateException.class, () -> gpt.generate("a", 1)).getMessage());
    }
  }
}
