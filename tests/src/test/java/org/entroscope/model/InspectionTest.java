package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.statistics.HeadValues;
import org.entroscope.statistics.PlainEntropy;
import org.entroscope.tokens.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@link ActivationCache} and interventions. */
class InspectionTest {

  private static final int[] TOKENS = {1, 5, 3, 9, 0, 10, 7};

  @ParameterizedTest
  @ValueSource(strings = {"SM + LN + G", "SM(t) + ScFuFFN", "SM + QKN"})
  void everythingThatTheModelNamesCanBeObserved(String architecture) {
    try (Gpt gpt = Randomised.gpt(architecture, 1)) {
      List<String> passed = new ArrayList<>();
      Hook list =
          new Hook() {
            @Override
            public NDArray activation(String name, NDArray value) {
              passed.add(name);
              return value;
            }

            @Override
            public void offer(String name, Supplier<NDArray> value) {
              passed.add(name);
            }
          };
      String[] all = gpt.hookNames().toArray(String[]::new);
      ActivationCache seen = gpt.runWithCache(TOKENS, list, all);
      assertEquals(passed, gpt.hookNames(), "in the order of the forward pass");
      assertEquals(passed, seen.names());
      assertArrayEquals(new int[] {7, 11}, seen.shape("logits"));
      assertArrayEquals(new int[] {2, 7, 7}, seen.shape("layer.1.attention.probabilities"));
      assertEquals(passed.size(), seen.toString().lines().count());
    }
  }

  @Test
  void onlyWhatIsAskedForIsKept() {
    try (Gpt gpt = Randomised.gpt("SM + R", 1)) {
      ActivationCache seen = gpt.runWithCache(TOKENS, "layer.*.ffn.output", "residual.1.attention");
      assertEquals(
          List.of(
              "layer.0.ffn.output",
              "layer.1.ffn.output",
              "layer.2.ffn.output",
              "residual.1.attention"),
          seen.names());
      float[][] matrix = seen.matrix("layer.1.ffn.output");
      assertEquals(matrix[3][2], seen.at("layer.1.ffn.output", 3, 2));
      assertEquals(matrix[3][2], seen.values("layer.1.ffn.output")[3 * 8 + 2]);
    }
  }

  @Test
  void attentionAndEntropyBelongTogether() {
    try (Gpt gpt = Randomised.gpt("SM(t) + R", 1)) {
      HeadValues map = gpt.entropy(TOKENS);
      assertEquals(7, map.context());
      for (int l = 0; l < 3; l++) {
        for (int h = 0; h < 2; h++) {
          float[][] attention = gpt.attention(TOKENS, l, h);
          float head = PlainEntropy.ofAttention(new float[][][][] {{attention}})[0];
          assertEquals(head, map.at(l, h), 1e-5);
        }
      }
    }
  }

  @Test
  void aModelWithoutATokenizerReadsNoText() {
    try (Gpt gpt = Randomised.gpt("SM", 1)) {
      for (Executable asked :
          List.<Executable>of(
              () -> gpt.entropy("text"),
              () -> gpt.attention("text"),
              () -> gpt.attention("text", 0, 0),
              () -> gpt.runWithCache("text", "logits"),
              () -> gpt.generate("text", 1),
              gpt::tokenizer)) {
        String said = assertThrows(IllegalStateException.class, asked).getMessage();
        assertTrue(
            said.startsWith("this model's tokenizer is not known, so it reads only token"), said);
      }
    }
  }

  /**
   * A tokenizer with half as many tokens as there are bytes. It shows that a model must not guess
   * its tokenizer.
   */
  private static final class Pairs implements Tokenizer {
    @Override
    public String name() {
      return "pairs";
    }

    @Override
    public int vocabularySize() {
      return 128;
    }

    @Override
    public int[] encode(String text) {
      return text.chars().filter(c -> c % 2 == 0).map(c -> c / 2).toArray();
    }

    @Override
    public String decode(int[] tokens) {
      StringBuilder text = new StringBuilder();
      for (int token : tokens) {
        text.append((char) (2 * token));
      }
      return text.toString();
    }
  }

  @Test
  void textIsReadWithTheTokenizerThatTheModelWasGiven() {
    try (Gpt gpt = Randomised.gpt(Architecture.of("SM"), new ModelShape(1, 1, 4, 8, 256), 1);
        Gpt folded = gpt.folded()) {
      assertEquals(Tokenizer.bytes(), folded.tokenizer());
      gpt.tokenizer(new Pairs());
      assertEquals(gpt.entropy(52, 53, 54), gpt.entropy("hjl"));
      assertEquals("pairs", gpt.folded().tokenizer().name());
      String all =
          gpt.generate(new int[] {52, 200, 53}, 0, Sampling.greedy(), Hook.NONE).promptText();
      assertEquals("h<id 200>j", all, "ids that the tokenizer does not know are shown");
    }
  }

  @Test
  void textIsReadWhereTheVocabularyIsBytes() {
    try (Gpt gpt = Randomised.gpt(Architecture.of("SM"), new ModelShape(1, 1, 4, 8, 256), 1)) {
      assertEquals(gpt.entropy(104, 105), gpt.entropy("hi"));
      assertEquals(2, gpt.attention("hi", 0, 0).length);
      assertEquals(2, gpt.runWithCache("hi", "logits").shape("logits")[0]);
    }
  }

  @Test
  void interventionsShowInTheReportedEntropy() {
    try (Gpt gpt = Randomised.gpt("SM + R", 1)) {
      Hook uniform = Intervention.on(1, 0).uniform();
      HeadValues before = gpt.entropy(TOKENS);
      HeadValues after = gpt.entropy(TOKENS, uniform);
      double bound = 0;
      for (int i = 1; i <= 7; i++) {
        bound += Math.log(i) / 7;
      }
      assertEquals(bound, after.at(1, 0), 1e-6);
      assertEquals(before.at(1, 1), after.at(1, 1), "the layer's other head is as it was");
      assertEquals(before.at(0, 0), after.at(0, 0), "and so are the layers before");
      assertNotEquals(before.at(2, 0), after.at(2, 0), "but not those after");
      assertNotEquals(logits(gpt, Hook.NONE)[70], logits(gpt, uniform)[70]);
    }
  }

  @Test
  void oneHotAttentionIsOnTheKeyThatWasChosen() {
    try (Gpt gpt = Randomised.gpt("SM + R", 1)) {
      for (Intervention.Key key : Intervention.Key.values()) {
        Hook hook = Intervention.on(0, 1).oneHot(key);
        float[][] attention =
            gpt.runWithCache(TOKENS, hook, "layer.0.attention.probabilities")
                .matrix("layer.0.attention.probabilities", 1);
        for (int query = 0; query < 7; query++) {
          int wanted =
              switch (key) {
                case ITSELF -> query;
                case PREVIOUS -> Math.max(0, query - 1);
                case FIRST -> 0;
              };
          assertEquals(1, attention[query][wanted], key + " " + query);
        }
        assertEquals(0, gpt.entropy(TOKENS, hook).at(0, 1));
      }
    }
  }

  @Test
  void temperatureGoesFromOneHotToUniformAndStaysCausal() {
    try (Gpt gpt = Randomised.gpt("SM + R", 1)) {
      // a hook that may change the scores forces their computation, which rounds differently
      Hook unchanged = Hook.at("layer.0.attention.scores", scores -> scores);
      assertEquals(
          gpt.entropy(TOKENS, unchanged),
          gpt.entropy(TOKENS, Intervention.on(0, 0).temperature(1)));
      assertEquals(
          gpt.entropy(TOKENS, Intervention.on(0).uniform()).at(0, 0),
          gpt.entropy(TOKENS, Intervention.on(0).temperature(1e9)).at(0, 0),
          1e-6);
      assertEquals(0, gpt.entropy(TOKENS, Intervention.on(0).temperature(1e-6)).at(0, 0), 1e-6);
    }
  }

  @Test
  void aHeadThatIsOffAddsNothing() {
    try (Gpt gpt = Randomised.gpt("SM + R", 1)) {
      Hook off = Intervention.on(2, 1).off();
      float[] heads =
          gpt.runWithCache(TOKENS, off, "layer.2.attention.heads")
              .values("layer.2.attention.heads");
      for (int i = 0; i < heads.length; i++) {
        assertEquals(i >= heads.length / 2, heads[i] == 0, "head 1 only");
      }
      assertEquals(gpt.entropy(TOKENS), gpt.entropy(TOKENS, off));
      float[] all = logits(gpt, Intervention.everywhere().off());
      float[] each =
          logits(
              gpt,
              Intervention.on(0).off().and(Intervention.on(1).off()).and(Intervention.on(2).off()));
      assertArrayEquals(all, each, "interventions compose");
    }
  }

  @Test
  void hooksGivenInOneRunComposeAndLeaveTheModelAsItWas() {
    try (Gpt gpt = Randomised.gpt("SM + R", 1)) {
      float[][] before = gpt.runWithHooks(TOKENS);
      assertArrayEquals(logits(gpt, Hook.NONE), flat(before), "no hook changes nothing");
      Hook first = Hook.at("layer.0.ffn.output", x -> x.mul(2));
      Hook second = Hook.at("layer.*.attention.output", x -> x.mul(0));
      float[][] after = gpt.runWithHooks(TOKENS, first, second);
      assertArrayEquals(logits(gpt, first.and(second)), flat(after));
      assertNotEquals(before[6][0], after[6][0]);
      assertArrayEquals(before, gpt.runWithHooks(TOKENS), "the model itself is unchanged");
    }
  }

  private static float[] flat(float[][] matrix) {
    float[] all = new float[matrix.length * matrix[0].length];
    for (int row = 0; row < matrix.length; row++) {
      System.arraycopy(matrix[row], 0, all, row * matrix[0].length, matrix[0].length);
    }
    return all;
  }

  private static float[] logits(Gpt gpt, Hook hook) {
    return gpt.runWithCache(TOKENS, hook, "logits").values("logits");
  }

  @Test
  void aModelInUseRefuses() {
    try (Gpt gpt = Randomised.gpt("SM", 1);
        ModelLock.Reservation training = gpt.reserve("training")) {
      assertEquals(gpt.entropy(TOKENS), gpt.entropy(TOKENS), "but not the thread that uses it");
      for (Runnable second :
          List.<Runnable>of(
              () -> gpt.entropy(TOKENS),
              () -> gpt.generate(TOKENS, 1, Sampling.greedy(), Hook.NONE),
              gpt::folded)) {
        CompletableFuture<String> message =
            CompletableFuture.supplyAsync(
                () -> assertThrows(IllegalStateException.class, second::run).getMessage());
        assertTrue(message.join().startsWith("the model is in use: training is running"));
      }
    }
  }
}
