package org.entroscope.paper;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.component.EntropyRegulariser;
import org.entroscope.runs.TrainingPlan;

/**
 * The shape and the plans of every {@link Series}, as the search for the regime ({@link
 * RegimeSearch}) found them.
 */
public final class Regime {

  /** The paper's twelve layers, narrow: L=12, H=4, d=64, T=64 on bytes. */
  public static final ModelShape SHAPE = ModelShape.laptop().withLayers(12).withHiddenSize(64);

  /** 3,000 steps of 8 x 64 tokens, 5% of them warm-up, a little below the paper's rate of 1e-3. */
  public static final TrainingPlan PLAN = plan(3000, 8, 8e-4);

  /**
   * The same plan at the paper's rate of 1e-3, at which the softmax-only model fails: its
   * perplexity is no better than that of bigrams.
   */
  public static final TrainingPlan PAPER_RATE_PLAN = plan(3000, 8, 1e-3);

  /**
   * A third of the steps at the paper's rate, for models that are trained in a notebook: about a
   * minute per model. In it, SM shows both failures and predicts no better than bigrams.
   */
  public static final TrainingPlan LIVE_PLAN =
      plan(1000, 8, 1e-3)
          .with(
              p -> {
                p.entropyInterval = 50;
                p.evaluationInterval = 250;
              });

  /** The number of layers L of Table 8. */
  public static final int DEEP = 18;

  /** The paper's twelve layers of twelve heads and its context, at a quarter of its width. */
  public static final ModelShape GEOMETRY = new ModelShape(12, 12, 192, 128, ModelShape.BYTES);

  /**
   * 4,000 steps of 8 x 128 tokens. After 1,500 steps, SM has the published heat map, while the
   * baseline is still near its start. The learning rate is lower than in the other plans, because a
   * model of this width collapses at their rate. At this rate, SM has 24% of its heads in the
   * lowest and 57% in the top range; at 2e-4, it has 18% and 63% ({@link RegimeSearch}, one seed).
   */
  public static final TrainingPlan GEOMETRY_PLAN = plan(4000, 8, 2.5e-4);

  /** The tolerances gamma of Figure 7. */
  public static final List<Double> GAMMAS = List.of(0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3);

  /**
   * The strength of the regulariser as published: lambda times the deviations that are summed, in
   * batches of 128 examples of 128 tokens. With the four batches that the paper accumulates, it
   * would be 0.66.
   */
  public static final double STRENGTH = EntropyRegulariser.PAPER.lambda() * 128 * 128;

  /**
   * The published regulariser for batches of {@link #PLAN}: thresholds learn, gamma is 0.2, and the
   * authors' sum has {@link #STRENGTH}.
   */
  public static final EntropyRegulariser REGULARISER = regulariser(STRENGTH, PLAN, SHAPE);

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
   * Returns a plan with the same number of tokens per step at another context.
   *
   * @param context the context length, which must divide the number of tokens of a step
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

  /** Rounds to three significant digits, which keeps the notation short. */
  private static double rounded(double lambda) {
    return new BigDecimal(lambda).round(new MathContext(3)).doubleValue();
  }

  /** Returns the paper's proposal, whose thresholds are learned. */
  public static Architecture learned() {
    return guided(REGULARISER);
  }

  /** Returns a variant of the proposal whose thresholds are fixed at half of the maximum. */
  public static Architecture fixed() {
    return guided(REGULARISER.withThresholds(0.5, 0));
  }

  /**
   * Returns the proposal with Algorithm 1's mean instead of the authors' sum, at the same strength.
   */
  public static Architecture algorithm1() {
    EntropyRegulariser mean =
        REGULARISER.as(EntropyRegulariser.Reduction.ALGORITHM_1, PLAN.batchSize(), SHAPE.context());
    return guided(mean.withLambda(rounded(mean.lambda())));
  }

  /**
   * Returns the tolerance gamma of an architecture's entropy regulariser.
   *
   * @param architecture the architecture in the paper's notation
   * @throws IllegalArgumentException if it has no entropy regulariser
   */
  public static double gamma(String architecture) {
    return Architecture.of(architecture).regularisers().stream()
        .filter(EntropyRegulariser.class::isInstance)
        .mapToDouble(regulariser -> ((EntropyRegulariser) regulariser).tolerance())
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(architecture + " has no entropy regulariser"));
  }

  /** Returns the paper's proposal with another tolerance. */
  static Architecture guided(double gamma) {
    return guided(REGULARISER.withTolerance(gamma));
  }

  /** Returns SM(t) + ScFuFFN with a regulariser. */
  static Architecture guided(EntropyRegulariser regulariser) {
    return Architecture.of("SM(t) + ScFuFFN").with(regulariser);
  }
}
