package org.entroscope.paper;

import java.math.BigDecimal;
import java.math.MathContext;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.component.EntropyRegulariser;
import org.entroscope.runs.TrainingPlan;

/**
 * The shape and the plans of every {@link Series}: all that the search for the regime ({@link
 * RegimeSearch}) decides stands here. The values are the starting point of that search, the paper's
 * learning rate and warm-up, until it has ended.
 */
public final class Regime {

  /** L=8, H=4, d=64, T=64 on bytes, with the paper's geometry at the start. */
  public static final ModelShape SHAPE = ModelShape.deepLaptop().withHiddenSize(64);

  /** 3,000 steps of 8 x 64 tokens at the paper's learning rate, 5% of them warm-up. */
  public static final TrainingPlan PLAN = plan(3000, 8, 1e-3);

  /** L where the softmax-only model fails, and of Table 8's counterpart. */
  public static final int DEEP = 12;

  /** The paper's twelve layers of twelve heads and its context, at a quarter of its width. */
  public static final ModelShape GEOMETRY = new ModelShape(12, 12, 192, 128, ModelShape.BYTES);

  /**
   * 4,000 steps of 8 x 128 tokens: after 1,500, SM has the published heat map, and the baseline is
   * still near its start. So deep a model collapses at the learning rate of the others.
   */
  public static final TrainingPlan GEOMETRY_PLAN = plan(4000, 8, 3e-4);

  /**
   * The strength of the regulariser as published: lambda times the deviations that are summed, in
   * batches of 128 examples of 128 tokens. With the four batches that the paper accumulates it
   * would be 0.66.
   */
  public static final double STRENGTH = EntropyRegulariser.PAPER.lambda() * 128 * 128;

  private Regime() {}

  /** Returns a plan with a warm-up of 5% and the evaluations of all recorded series. */
  static TrainingPlan plan(int steps, int batchSize, double learningRate) {
    return TrainingPlan.laptop()
        .with(
            p -> {
              p.steps = steps;
              p.batchSize = batchSize;
              p.learningRate = learningRate;
              p.warmUp = 0.05;
              p.entropyInterval = 100;
              p.evaluationInterval = 500;
              p.evaluationExamples = 1024;
            });
  }

  /**
   * A plan with as many tokens per step at another context.
   *
   * @param context divides the tokens of a step
   */
  static TrainingPlan plan(int context) {
    int tokens = PLAN.batchSize() * SHAPE.context();
    if (tokens % context != 0) {
      throw new IllegalArgumentException(
          "a step of %,d tokens cannot be cut into examples of %,d".formatted(tokens, context));
    }
    return PLAN.with(p -> p.batchSize = tokens / context);
  }

  /**
   * Returns the published regulariser, with learned thresholds, gamma 0.2 and the authors' sum over
   * batch and queries. Its lambda is scaled to the number of tokens in a batch of the plan.
   *
   * @param strength lambda times batch size times context; {@link #STRENGTH} in the paper
   */
  static EntropyRegulariser regulariser(double strength, TrainingPlan plan, ModelShape shape) {
    double lambda = strength / (plan.batchSize() * shape.context());
    return EntropyRegulariser.PAPER.withLambda(rounded(lambda));
  }

  /** As the notation should print it. */
  private static double rounded(double lambda) {
    return new BigDecimal(lambda).round(new MathContext(3)).doubleValue();
  }

  /** The paper's proposal: thresholds learn. */
  public static Architecture learned() {
    return guided(regulariser(STRENGTH, PLAN, SHAPE));
  }

  /** The same with thresholds that stay at half of the maximum, which is another variant. */
  public static Architecture fixed() {
    return guided(regulariser(STRENGTH, PLAN, SHAPE).withThresholds(0.5, 0));
  }

  /** The proposal with Algorithm 1's mean in place of the authors' sum, equally strong. */
  public static Architecture algorithm1() {
    EntropyRegulariser sum = regulariser(STRENGTH, PLAN, SHAPE);
    EntropyRegulariser mean =
        sum.as(EntropyRegulariser.Reduction.ALGORITHM_1, PLAN.batchSize(), SHAPE.context());
    return guided(mean.withLambda(rounded(mean.lambda())));
  }

  /** SM(t) + ScFuFFN with a regulariser. */
  static Architecture guided(EntropyRegulariser regulariser) {
    return Architecture.of("SM(t) + ScFuFFN").with(regulariser);
  }
}
