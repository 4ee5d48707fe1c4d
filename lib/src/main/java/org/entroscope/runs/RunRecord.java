package org.entroscope.runs;

import org.entroscope.tokens.NgramPerplexities;

/**
 * The settings and the outcome of a run, which {@code run.json} contains.
 *
 * @param spec the settings that determine what it computed
 * @param name the name for figures and tables
 * @param corpus the name of the training data
 * @param device the device on which it ran
 * @param engine the engine that computed it
 * @param started the date and time of the start, ISO 8601
 * @param seconds the training time in seconds
 * @param steps the number of completed steps
 * @param status the status at the end
 * @param reason the reason why it did not finish; empty if it finished
 * @param evaluationLoss the cross entropy on held-out data, nats per token; null if never evaluated
 * @param ngrams the n-gram perplexities on the same held-out data; null if they are not known, as
 *     in interrupted runs and in runs of versions that did not record them
 */
public record RunRecord(
    RunSpec spec,
    String name,
    String corpus,
    String device,
    String engine,
    String started,
    double seconds,
    int steps,
    RunStatus status,
    String reason,
    Double evaluationLoss,
    NgramPerplexities ngrams) {

  /** Rejects incomplete records. */
  public RunRecord {
    if (spec == null || name == null || status == null || reason == null) {
      throw new IllegalArgumentException("it lacks the run's settings, name, status or reason");
    }
    if (steps < 0 || steps > spec.plan().steps()) {
      throw new IllegalArgumentException(
          "it is of step %,d, but the training has %,d steps"
              .formatted(steps, spec.plan().steps()));
    }
  }

  /** Returns this record with another name. */
  RunRecord named(String name) {
    return with(name, status, reason);
  }

  /** Returns the record of a training that no longer runs and did not record how it ended. */
  RunRecord interrupted() {
    String reason = "its process ended after step %,d or later".formatted(steps);
    return with(name, RunStatus.INTERRUPTED, reason);
  }

  private RunRecord with(String name, RunStatus status, String reason) {
    return new RunRecord(
        spec,
        name,
        corpus,
        device,
        engine,
        started,
        seconds,
        steps,
        status,
        reason,
        evaluationLoss,
        ngrams);
  }
}
