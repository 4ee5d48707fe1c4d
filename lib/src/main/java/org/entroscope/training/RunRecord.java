package org.entroscope.training;

import org.entroscope.architecture.ModelShape;

/**
 * What a run was and how it ended, as {@code run.json} holds it.
 *
 * @param name what it is called
 * @param architecture in the paper's notation
 * @param shape sizes of the model
 * @param plan how it was trained
 * @param seed of weights and batches
 * @param corpus name of the training data
 * @param corpusHash SHA-256 of the training data
 * @param tokenizer name of the tokenizer
 * @param device where it ran
 * @param engine what computed
 * @param started date and time, ISO 8601
 * @param seconds how long it took
 * @param steps steps done
 * @param status how it ended
 * @param reason why it did not finish; empty where it did
 * @param evaluationLoss cross entropy on held-out data, nats per token; null if never evaluated
 */
public record RunRecord(
    String name,
    String architecture,
    ModelShape shape,
    TrainingPlan plan,
    long seed,
    String corpus,
    String corpusHash,
    String tokenizer,
    String device,
    String engine,
    String started,
    double seconds,
    int steps,
    Run.Status status,
    String reason,
    Double evaluationLoss) {}
