package org.entroscope.runs;

import java.util.function.Consumer;

/**
 * The settings of a training (Section 6 of the paper): AdamW, linear warm-up and linear decay to 0,
 * clipping of the gradient norm, and no dropout.
 *
 * @param steps the number of optimiser steps
 * @param batchSize the number of examples per batch
 * @param accumulation the number of batches whose gradients are averaged in one step
 * @param learningRate the highest learning rate
 * @param warmUp the share of steps in which the learning rate rises, in [0, 1]
 * @param weightDecay the decoupled weight decay of matrices and embeddings; biases, norms, gains,
 *     temperatures and the parameters of components have none by default
 * @param beta1 the decay rate of the first moment
 * @param beta2 the decay rate of the second moment
 * @param epsilon AdamW's epsilon
 * @param maxGradNorm the largest Euclidean norm of the gradient; larger gradients are clipped
 * @param entropyInterval the number of steps between two entropy maps, which are measured on the
 *     training batch
 * @param evaluationInterval the number of steps between two evaluations; 0 evaluates only at the
 *     end
 * @param evaluationExamples the largest number of examples per evaluation
 */
public record TrainingPlan(
    int steps,
    int batchSize,
    int accumulation,
    double learningRate,
    double warmUp,
    double weightDecay,
    double beta1,
    double beta2,
    double epsilon,
    double maxGradNorm,
    int entropyInterval,
    int evaluationInterval,
    int evaluationExamples) {

  /** Rejects impossible plans. */
  public TrainingPlan {
    atLeast("steps", steps, 1);
    atLeast("batchSize", batchSize, 1);
    atLeast("accumulation", accumulation, 1);
    within("learningRate", learningRate, 0, 1e3);
    within("warmUp", warmUp, 0, 1);
    within("weightDecay", weightDecay, 0, 1e3);
    within("beta1", beta1, 0, Math.nextDown(1.0));
    within("beta2", beta2, 0, Math.nextDown(1.0));
    within("epsilon", epsilon, Double.MIN_VALUE, 1);
    within("maxGradNorm", maxGradNorm, Double.MIN_VALUE, Double.MAX_VALUE);
    atLeast("entropyInterval", entropyInterval, 1);
    atLeast("evaluationInterval", evaluationInterval, 0);
    atLeast("evaluationExamples", evaluationExamples, 1);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
    }
  }

  private static void within(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " must lie in [" + low + ", " + high + "], not " + value);
    }
  }

  /**
   * Returns a plan for two cores: 600 steps of 16 examples, with the other settings as in the
   * paper.
   */
  public static TrainingPlan laptop() {
    return new TrainingPlan(600, 16, 1, 1e-3, 0.05, 0.1, 0.9, 0.999, 1e-8, 1.0, 20, 100, 256);
  }

  /** Returns this plan with some settings changed: {@code plan.with(p -> p.steps = 100)}. */
  public TrainingPlan with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finished();
  }

  public TrainingPlan withSteps(int steps) {
    return with(p -> p.steps = steps);
  }

  /** The settings of a plan in mutable form. The fields are the record's components. */
  public static final class Draft {
    public int steps;
    public int batchSize;
    public int accumulation;
    public double learningRate;
    public double warmUp;
    public double weightDecay;
    public double beta1;
    public double beta2;
    public double epsilon;
    public double maxGradNorm;
    public int entropyInterval;
    public int evaluationInterval;
    public int evaluationExamples;

    private Draft(TrainingPlan from) {
      steps = from.steps;
      batchSize = from.batchSize;
      accumulation = from.accumulation;
      learningRate = from.learningRate;
      warmUp = from.warmUp;
      weightDecay = from.weightDecay;
      beta1 = from.beta1;
      beta2 = from.beta2;
      epsilon = from.epsilon;
      maxGradNorm = from.maxGradNorm;
      entropyInterval = from.entropyInterval;
      evaluationInterval = from.evaluationInterval;
      evaluationExamples = from.evaluationExamples;
    }

    private TrainingPlan finished() {
      return new TrainingPlan(
          steps,
          batchSize,
          accumulation,
          learningRate,
          warmUp,
          weightDecay,
          beta1,
          beta2,
          epsilon,
          maxGradNorm,
          entropyInterval,
          evaluationInterval,
          evaluationExamples);
    }
  }

  /**
   * Returns the learning rate of a step. It rises linearly during the warm-up and then falls
   * linearly to 0 at the last step.
   *
   * @param step the number of the step, counted from 0 ...
   */
  public double learningRateAt(int step) {
    int rising = (int) Math.ceil(warmUp * steps);
    double share =
        step < rising
            ? (step + 1.0) / (rising + 1.0)
            : (double) (steps - step) / Math.max(1, steps - rising);
    return learningRate * share;
  }
}
