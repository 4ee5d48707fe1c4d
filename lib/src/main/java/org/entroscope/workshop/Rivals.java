package org.entroscope.workshop;

import org.entroscope.entropy.Diagnosis;
import org.entroscope.training.Run;

/**
 * A run against the one that it is to be better than, by the figures of this workshop.
 *
 * @param run the challenger
 * @param bare the model to be better than
 */
record Rivals(Run run, Run bare) {

  static Rivals of(Run run, Run bare) {
    return new Rivals(run, bare);
  }

  /** Right if both were trained alike, and the challenger has better perplexity and heads. */
  Finding judge() {
    if (!run.shape().equals(bare.shape())) {
      return Finding.off("no fair match: %s against %s", run.shape(), bare.shape());
    } else if (!run.plan().equals(bare.plan())) {
      return Finding.off(
          "no fair match: the plans differ, %,d steps against %,d for example",
          run.plan().steps(), bare.plan().steps());
    } else if (run.status() != Run.Status.FINISHED) {
      return Finding.off("the training did not come to its end: %s", run);
    }
    int trouble = inTrouble(run);
    int before = inTrouble(bare);
    if (bare.perplexity() <= run.perplexity()) {
      return Finding.off(
          "perplexity %.2f, where %s has %.2f; heads in trouble: %d, before %d",
          run.perplexity(), bare.name(), bare.perplexity(), trouble, before);
    } else if (trouble >= before) {
      return Finding.off(
          "perplexity %.2f is better than %.2f, but %d heads are in trouble, before %d: %s",
          run.perplexity(), bare.perplexity(), trouble, before, run.diagnosis());
    }
    return Finding.right(
        "perplexity %.2f instead of %.2f, and %d heads in trouble instead of %d",
        run.perplexity(), bare.perplexity(), trouble, before);
  }

  /** Heads that are collapsed, overloaded or NaN. */
  private static int inTrouble(Run run) {
    Diagnosis diagnosis = run.diagnosis();
    return diagnosis.collapsedHeads().size()
        + diagnosis.overloadedHeads().size()
        + diagnosis.divergedHeads().size();
  }
}
