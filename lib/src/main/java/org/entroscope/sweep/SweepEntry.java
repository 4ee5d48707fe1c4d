package org.entroscope.sweep;

import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;

/**
 * The state of one experiment of a sweep.
 *
 * @param spec the experiment
 * @param run the result, or null if there is none
 * @param failure the reason why there is no result, or null if the experiment did not fail
 */
public record SweepEntry(RunSpec spec, RunSummary run, Failure failure) {

  /** The status of an experiment. */
  public enum Status {
    /** The training finished. */
    FINISHED,
    /**
     * The training did every step, but the model predicts no better than the frequencies of single
     * tokens. It has learned nothing from context and does not count as trained.
     */
    UNIGRAM,
    /** The training stopped at a NaN or an infinity, which counts as a result. */
    DIVERGED,
    /** An error ended the experiment. */
    FAILED,
    /** The sweep has recorded no training of the experiment. */
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

  /** Returns why the experiment did not finish; empty if it finished or is pending. */
  public String reason() {
    return run != null ? run.record().reason() : failure == null ? "" : failure.cause();
  }

  /** Returns the perplexity on held-out data, or NaN if there is no result. */
  public double perplexity() {
    return run == null ? Double.NaN : run.perplexity();
  }

  /** Returns {@link #perplexity()}, or NaN if the model is not trained. */
  public double trainedPerplexity() {
    return run == null ? Double.NaN : run.trainedPerplexity();
  }
}
