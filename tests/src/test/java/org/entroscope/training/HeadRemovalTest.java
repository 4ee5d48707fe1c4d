package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.entroscope.model.Intervention;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class HeadRemovalTest {

  @Test
  void costsAreThoseOfTheInterventionsAndRanked() {
    Run run = Tiny.experiment("SM + LN + G").train();
    HeadRemoval removal = HeadRemoval.of(run, Tiny.corpus());
    var examples =
        Tiny.corpus()
            .tokenize(run.model().tokenizer())
            .evaluation()
            .examples(run.shape().context())
            .spread(HeadRemoval.EXAMPLES);
    Effect effect = Effect.of(run.model(), examples, 32, Intervention.on(1, 0).off());
    assertEquals(effect.lossChange(), removal.cost().at(1, 0), 1e-5);
    assertEquals(effect.before().loss(), removal.loss(), 1e-6);
    assertEquals(effect.before().entropy(), removal.entropy());
    Table ranked = removal.toTable();
    assertEquals(4, ranked.rowCount());
    double[] costs = ranked.doubleColumn("removal cost").asDoubleArray();
    for (int i = 1; i < costs.length; i++) {
      assertTrue(costs[i - 1] >= costs[i], ranked::print);
    }
    assertTrue(removal.toString().startsWith("SM + LN + G: loss "), removal::toString);
    run.model().close();
  }

  @Test
  void anInterruptEndsItWithAWord() {
    Run run = Tiny.experiment("SM").train();
    var examples = Tiny.corpus().tokenize(run.model().tokenizer()).evaluation().examples(16);
    Thread.currentThread().interrupt();
    String said =
        assertThrows(IllegalStateException.class, () -> HeadRemoval.of("SM", run.model(), examples))
            .getMessage();
    assertTrue(Thread.interrupted(), "the interrupt is kept");
    assertEquals("interrupted before layer 0, head 0", said);
    run.model().close();
  }
}
