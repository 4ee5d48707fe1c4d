package org.entroscope.runs;

import org.entroscope.tokens.NgramPerplexities;

/**
 * What a run was and how it ended, as {@code run.json} holds it.
 *
 * @param spec what decided what it computed
 * @param name what it is called
 * @param corpus name of the training data
 * @param device where it ran
 * @param engine what computed
 * @param started date and time, ISO 8601
 * @param seconds how long it took
 * @param steps steps done
 * @param status how it ended
 * @param reason why it did not finish; empty where it did
 * @param evaluationLoss cross entropy on held-out data, nats per token; null if never evaluated
 * @param ngrams what n-grams of the training data achieve on the same held-out data; null where it
 *     is not known: in runs that were interrupted, and in those of versions that did not record it
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

  /** Refuses records that lack what every run has. */
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

  /** The same with another name. */
  RunRecord named(String name) {
    return with(name, status, reason);
  }

  /** What became of a training that does not run any more and did not say how it ended. */
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
