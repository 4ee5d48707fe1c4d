package org.entroscope.sweep;

import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;

/**
 * How one experiment of a sweep stands.
 *
 * @param spec the experiment
 * @param run its result, or null
 * @param failure why there is none, or null if it was not tried
 */
public record SweepEntry(RunSpec spec, RunSummary run, Failure failure) {

  /** What became of an experiment. */
  public enum Status {
    /** Trained to its end. */
    FINISHED,
    /**
     * Did every step, and predicts no better than the frequencies of single tokens: it has learned
     * nothing from context, and does not count as trained.
     */
    UNIGRAM,
    /** Trained until a NaN or an infinity came up, which is a result. */
    DIVERGED,
    /** Ended by an error. */
    FAILED,
    /** Still to be done. */
    PENDING
  }

  static SweepEntry of(RunSummary run) {
    return new SweepEntry(run.record().spec(), run, null);
  }

  public Status status() {
    if (run != null) {
      return run.status() == RunStatus.DIVERGED
          ? Status.DIVERGED
          : run.atUnigramLevel() ? Status.UNIGRAM : Status.FINISHED;
    }
    return failure == null ? Status.PENDING : Status.FAILED;
  }

  /** Why it did not finish; empty where it did. */
  public String reason() {
    return run != null ? run.record().reason() : failure == null ? "" : failure.cause();
  }

  /** On held-out data; NaN where there is none. */
  public double perplexity() {
    return run == null ? Double.NaN : run.perplexity();
  }

  /** The same, but NaN where the model is not trained. */
  public double trainedPerplexity() {
    return run == null ? Double.NaN : run.trainedPerplexity();
  }
}
