package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.entroscope.architecture.ModelShape;
import org.entroscope.data.Tokenizer;
import org.entroscope.training.TrainingPlan;
import org.junit.jupiter.api.Test;

class TrialTest {

  private static final String CORPUS = "00".repeat(32);

  private static Trial trial() {
    return TinySweep.of("SM + G").trials().get(0);
  }

  @Test
  void theIdentityIsThatOfTheCanonicalText() {
    assertEquals(
        "{\"architecture\":\"SM + G\",\"plan\":{\"accumulation\":1,\"batchSize\":4,\"beta1\":0.9,"
            + "\"beta2\":0.999,\"entropyInterval\":5,\"epsilon\":1.0E-8,"
            + "\"evaluationExamples\":16,\"evaluationInterval\":10,\"learningRate\":0.01,"
            + "\"maxGradNorm\":1.0,\"steps\":20,"
            + "\"warmUp\":0.05,\"weightDecay\":0.1},\"seed\":1337,\"shape\":{\"context\":16,"
            + "\"heads\":2,\"hiddenSize\":16,\"initialStd\":%s,\"layers\":2,\"vocabulary\":256},"
                .formatted(ModelShape.paperStd(16))
            + "\"tokenizer\":\"bytes\"}",
        trial().toJson());
    assertEquals(trial(), Trial.fromJson(trial().toJson()));
  }

  @Test
  void everythingThatDecidesChangesTheIdentity() {
    Sweep base = TinySweep.of("EReg(SM + G)");
    TrainingPlan plan = TinySweep.PLAN;
    Set<String> identities = new HashSet<>();
    Stream.of(
            base,
            TinySweep.of("SM"),
            base.seedOffset(1),
            base.depths(3),
            base.contexts(8),
            base.shape(TinySweep.SHAPE.withInitialStd(0.02)),
            base.plan(plan.withSteps(21)),
            base.plan(plan.with(p -> p.learningRate = 1e-3)),
            TinySweep.of("EReg(SM + G, lambda=1)"),
            base.tokenizer(Tokenizer.gpt2()))
        .forEach(sweep -> identities.add(sweep.trials().get(0).identity(CORPUS)));
    identities.add(base.trials().get(0).identity("11".repeat(32)));
    assertEquals(11, identities.size());
    assertEquals(64, trial().identity(CORPUS).length());
  }

  @Test
  void aGridIsEveryCombination() {
    Sweep sweep =
        TinySweep.of("SM", "EReg(SM(t) + ScFuFFN)", "EReg(SM(t) + ScFuFFN, gamma=0.1)")
            .depths(2, 4)
            .contexts(8, 16)
            .seeds(3);
    List<Trial> trials = sweep.trials();
    assertEquals(3 * 2 * 2 * 3, trials.size());
    assertEquals(trials.size(), new HashSet<>(trials).size());
    assertEquals(
        List.of(1337L, 1338L, 1339L), trials.stream().map(Trial::seed).distinct().toList());
    assertEquals(trials.size(), sweep.and(sweep).trials().size(), "nothing is trained twice");
  }

  @Test
  void foldersAreReadable() {
    String folder = trial().folder(CORPUS);
    assertTrue(folder.matches("SM\\+G-L2-T16-1337-[0-9a-f]{16}"), folder);
  }

  @Test
  void anEmptyGridIsRefused() {
    assertEquals(
        "a sweep needs at least one of its seeds",
        assertThrows(IllegalArgumentException.class, () -> TinySweep.of("SM").seeds(0))
            .getMessage());
  }
}
