package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import org.entroscope.architecture.Architecture;
import org.entroscope.model.Gpt;
import org.entroscope.model.Hook;
import org.entroscope.model.Intervention;
import org.entroscope.model.Sampling;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.tokens.Examples;
import org.entroscope.tokens.Tokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests interventions in a trained model. */
class EffectTest {

  private static Run run;
  private static Examples examples;

  @BeforeAll
  static void train() {
    run = Tiny.experiment("SM + LN + R").steps(60).train();
    examples = Tiny.corpus().tokenize(Tokenizer.bytes()).evaluation().examples(16).spread(32);
  }

  @AfterAll
  static void close() {
    run.model().close();
  }

  @Test
  void takingAllAttentionAwayCostsLoss() {
    Effect effect = Effect.of(run.model(), examples, 8, Intervention.everywhere().off());
    assertTrue(effect.lossChange() > 0.01, effect::toString);
    assertEquals(effect.after().loss() - effect.before().loss(), effect.lossChange());
    assertTrue(
        effect.toString().startsWith("all heads: off: loss "), "the words name the intervention");
  }

  @Test
  void uniformAttentionHasTheEntropyOfItsBound() {
    Effect effect = Effect.of(run.model(), examples, 8, Intervention.on(0, 1).uniform());
    assertEquals(EntropyBound.causal(16), effect.after().entropy().at(0, 1), 1e-5);
    assertEquals(
        EntropyBound.causal(16) - effect.before().entropy().at(0, 1),
        effect.entropyChange()[0][1],
        1e-5);
    assertEquals(0, effect.entropyChange()[0][0], 1e-6, "another head of the same layer");
    assertTrue(effect.toString().contains("entropy: "), effect::toString);
  }

  @Test
  void aRunKnowsItsHeldOutExamples() {
    Effect effect = run.effect(Tiny.corpus(), Intervention.on(1).temperature(1e6));
    assertEquals(run.evaluationLoss(), effect.before().loss(), 1e-6);
    assertEquals(run.entropy(), effect.before().entropy());
    assertEquals(EntropyBound.causal(16), effect.after().entropy().at(1, 0), 1e-4);
  }

  @Test
  void doingNothingChangesNothing() {
    Effect effect = Effect.of(run.model(), examples, 8, Hook.NONE);
    assertEquals(0, effect.lossChange());
    assertTrue(effect.toString().endsWith("no head's entropy changed by more than 0.005 nats"));
  }

  @Test
  void examplesMustFitTheModel() {
    try (Gpt small =
        Gpt.create(Architecture.of("SM"), Tiny.SHAPE.withVocabulary(32), 1, Device.cpu())) {
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> Evaluation.of(small, examples, 8))
              .getMessage()
              .endsWith("but the model's vocabulary is 0 to 31"));
    }
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> Effect.of(run.model(), examples, 8, Intervention.on(9, 0).off()));
    assertThrows(IllegalArgumentException.class, () -> Evaluation.of(run.model(), examples, 0));
  }

  @Test
  void itWritesWhatItHasLearned() {
    String text = run.model().generate("1 + 1 = ", 40, Sampling.topK(3, 0.8, 1)).text();
    assertTrue(text.matches("[0-9+= \\n]+"), text);
  }
}
