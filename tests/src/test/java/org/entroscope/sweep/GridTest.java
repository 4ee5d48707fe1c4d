package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.entroscope.engine.Precision;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.tokens.Tokenizer;
import org.junit.jupiter.api.Test;

class GridTest {

  @Test
  void everythingThatDecidesChangesTheHash() {
    Sweep base = TinySweep.of("EReg(SM + G)");
    TrainingPlan plan = TinySweep.PLAN;
    Set<String> hashes = new HashSet<>();
    Stream.of(
            base,
            TinySweep.of("SM"),
            base.seedOffset(1),
            base.depths(3),
            base.contexts(8),
            base.shape(TinySweep.SHAPE.withInitialStd(0.02)),
            base.plan(plan.withSteps(21)),
            base.plan(plan.with(p -> p.learningRate = 1e-3)),
            base.precision(Precision.BFLOAT16),
            base.precision(Precision.TF32),
            TinySweep.of("EReg(SM + G, lambda=1)"),
            base.tokenizer(Tokenizer.gpt2()))
        .forEach(sweep -> hashes.add(sweep.trials().get(0).hash()));
    hashes.add(base.trials().get(0).withCorpus("11".repeat(32)).hash());
    assertEquals(13, hashes.size());
  }

  @Test
  void aGridIsEveryCombination() {
    Sweep sweep =
        TinySweep.of("SM", "EReg(SM(t) + ScFuFFN)", "EReg(SM(t) + ScFuFFN, gamma=0.1)")
            .depths(2, 4)
            .contexts(8, 16)
            .seeds(3);
    List<RunSpec> trials = sweep.trials();
    assertEquals(3 * 2 * 2 * 3, trials.size());
    assertEquals(trials.size(), new HashSet<>(trials).size());
    assertEquals(
        List.of(1337L, 1338L, 1339L), trials.stream().map(RunSpec::seed).distinct().toList());
    assertEquals(trials.size(), sweep.and(sweep).trials().size(), "nothing is trained twice");
  }

  @Test
  void foldersAreReadable() {
    String folder = SweepStore.name(TinySweep.of("SM + G").trials().get(0));
    assertTrue(folder.matches("SM\\+G-L2-T16-1337-[0-9a-f]{16}"), folder);
  }

  @Test
  void anEmptyGridIsRefused() {
    assertEquals(
        "a sweep needs a non-empty list of seeds",
        assertThrows(IllegalArgumentException.class, () -> TinySweep.of("SM").seeds(0))
            .getMessage());
  }
}
