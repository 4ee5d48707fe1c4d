package org.entroscope.workshop;

import org.entroscope.runs.HasRecord;
import org.entroscope.runs.RunStatus;
import org.entroscope.statistics.Diagnosis;

/** Checks whether a run improves on another one in perplexity and in its heads. */
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

  /** The number of heads in trouble may be at most this share of the number before. */
  private static final double MOST_TROUBLE_LEFT = 0.9;

  private Rivals() {}

  /**
   * Checks a run. It is right if both runs were trained in the same way and {@link #compare} finds
   * the run better.
   */
  static Finding judge(HasRecord run, HasRecord bare) {
    if (!run.shape().equals(bare.shape())) {
      return Finding.off(
          "the comparison is not fair, because the shapes differ: %s and %s",
          run.shape(), bare.shape());
    } else if (!run.plan().equals(bare.plan())) {
      return Finding.off(
          "the comparison is not fair, because the plans differ: %,d steps and %,d steps",
          run.plan().steps(), bare.plan().steps());
    } else if (run.status() != RunStatus.FINISHED) {
      return Finding.off("the training did not finish: %s", run);
    }
    return compare(Standing.of(run), Standing.of(bare));
  }

  /**
   * Checks a result. It is right if the perplexity is lower and the number of heads in trouble is
   * at least a tenth smaller. A difference of one head can be due to the seed.
   */
  static Finding compare(Standing run, Standing bare) {
    int trouble = run.inTrouble();
    int before = bare.inTrouble();
    // if the softmax-only model diverged, it has no perplexity, and any perplexity is better
    if (!(run.perplexity() < bare.perplexity() || Double.isNaN(bare.perplexity()))) {
      return Finding.off(
          "perplexity %.2f is not below the %.2f of %s; heads in trouble: %d instead of %d",
          run.perplexity(), bare.perplexity(), bare.name(), trouble, before);
    } else if (trouble > MOST_TROUBLE_LEFT * before || before == 0) {
      return Finding.off(
          "perplexity %.2f instead of %.2f, but %d heads are in trouble instead of %d, and this"
              + " number must fall by at least a tenth; the diagnosis is: %s",
          run.perplexity(), bare.perplexity(), trouble, before, run.diagnosis());
    }
    return Finding.right(
        "perplexity %.2f instead of %.2f; heads in trouble: %d instead of %d",
        run.perplexity(), bare.perplexity(), trouble, before);
  }
}
