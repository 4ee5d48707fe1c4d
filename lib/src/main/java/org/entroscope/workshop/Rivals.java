package org.entroscope.workshop;

import org.entroscope.runs.HasRecord;
import org.entroscope.runs.RunStatus;
import org.entroscope.statistics.Diagnosis;

/** Compares a run with the one that it has to improve on, by perplexity and heads. */
final class Rivals {

  /**
   * The results of a model.
   *
   * @param name the name of the model
   * @param perplexity the held-out perplexity per token; NaN if the model diverged
   * @param diagnosis the diagnosis of its heads
   */
  record Standing(String name, double perplexity, Diagnosis diagnosis) {

    static Standing of(HasRecord run) {
      return new Standing(run.name(), run.perplexity(), run.diagnosis());
    }

    /** Returns the number of heads that are collapsed, overloaded or NaN. */
    int inTrouble() {
      return diagnosis.collapsedHeads().size()
          + diagnosis.overloadedHeads().size()
          + diagnosis.divergedHeads().size();
    }
  }

  /** The largest share of the heads in trouble that may remain so. */
  private static final double MOST_TROUBLE_LEFT = 0.9;

  private Rivals() {}

  /**
   * Judges a run: right if both were trained in the same way and the run has better perplexity and
   * heads.
   */
  static Finding judge(HasRecord run, HasRecord bare) {
    if (!run.shape().equals(bare.shape())) {
      return Finding.off("no fair match: %s against %s", run.shape(), bare.shape());
    } else if (!run.plan().equals(bare.plan())) {
      return Finding.off(
          "no fair match, the plans differ: %,d steps against %,d",
          run.plan().steps(), bare.plan().steps());
    } else if (run.status() != RunStatus.FINISHED) {
      return Finding.off("the training did not come to its end: %s", run);
    }
    return compare(Standing.of(run), Standing.of(bare));
  }

  /**
   * Judges a run: right if it has the better perplexity and clearly fewer heads in trouble. A
   * difference of one head can be due to the seed.
   */
  static Finding compare(Standing run, Standing bare) {
    int trouble = run.inTrouble();
    int before = bare.inTrouble();
    // a bare model that diverged has no perplexity; any perplexity is better
    if (!(run.perplexity() < bare.perplexity() || Double.isNaN(bare.perplexity()))) {
      return Finding.off(
          "perplexity %.2f, which is not below the %.2f of %s; heads in trouble: %d instead of %d",
          run.perplexity(), bare.perplexity(), bare.name(), trouble, before);
    } else if (trouble > MOST_TROUBLE_LEFT * before || before == 0) {
      return Finding.off(
          "perplexity %.2f instead of %.2f, but %d heads are in trouble, and of the %d before a"
              + " tenth at least has to be healthy; %s",
          run.perplexity(), bare.perplexity(), trouble, before, run.diagnosis());
    }
    return Finding.right(
        "perplexity %.2f instead of %.2f; heads in trouble: %d instead of %d",
        run.perplexity(), bare.perplexity(), trouble, before);
  }
}
