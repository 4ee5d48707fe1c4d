package org.entroscope.paper;

import java.util.ArrayList;
import java.util.List;
import org.entroscope.architecture.ModelShape;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.sweep.Grid;
import org.entroscope.sweep.Sweep;

/**
 * The search for a training regime in which the paper's picture appears at the scale of a laptop:
 * the softmax-only model's early layers are overloaded, its deep layers collapse, and the baseline
 * learns. The search begins with models of eight layers, narrow and wide. The entropies of their
 * deep layers decrease, but heads come near zero only if the model fails as a whole. It continues
 * with narrow models of the paper's twelve layers, at learning rates between one at which no layer
 * collapses and one at which the model fails. It ends with learning rates for the paper's geometry.
 *
 * <p>The criteria were written down before anything was trained. A regime qualifies if, in the mean
 * over its seeds,
 *
 * <ol>
 *   <li>SM has 20% to 45% of its heads in the lowest and 30% to 55% in the top of the four ranges
 *       below its largest head (Figure 2a: 33% and 45%),
 *   <li>only the deeper half of SM's layers has heads near zero, and that half as a whole is not
 *       near zero until half of the final drop in loss has been reached,
 *   <li>the perplexity of SM + LN + G falls with more layers, with more context and with more
 *       steps.
 * </ol>
 *
 * <p>{@link RegimeCriteria} computes them. Of the regimes that qualify, we choose the one whose two
 * shares of SM are closest to the paper's, or a cheaper one if the difference is within the spread
 * of the seeds. No reported result uses the seeds of the search.
 *
 * <p>One part of the third criterion cannot be met at this scale: with twice the context and as
 * many tokens, the baseline is worse in every setting in which this was tried. {@link Regime} is
 * chosen by the other criteria. In the paper's geometry, only the first two are tried. With one
 * seed at 2e-4 and 2.5e-4, neither rate meets the first, and {@link Regime#GEOMETRY_PLAN} has the
 * rate that comes closer.
 */
public final class RegimeSearch {

  /** The number of steps of every training, except those that test the effect of more steps. */
  static final int STEPS = 3000;

  static final String BASELINE = "SM + LN + G";
  static final String BARE = "SM";

  private static final ModelShape NARROW = ModelShape.deepLaptop().withHiddenSize(64);
  private static final ModelShape WIDE = ModelShape.deepLaptop();

  private RegimeSearch() {}

  /** Returns all trainings of the search. */
  public static Sweep all() {
    List<Grid> grids = new ArrayList<>();
    grids.addAll(rates(NARROW, 8, 16));
    grids.addAll(more(NARROW, 8, 1e-3, 12));
    grids.addAll(rates(WIDE, 16));
    for (double rate : new double[] {5e-4, 7e-4, 8e-4, 1e-3}) {
      grids.add(grid(NARROW.withLayers(12), plan(8, rate, 0.05), BARE, BASELINE));
    }
    grids.addAll(more(NARROW.withLayers(12), 8, 8e-4, 18));
    grids.add(grid(NARROW.withContext(128), plan(8, 1e-3, 0.05), BASELINE));
    grids.add(grid(NARROW.withLayers(12), plan(16, 5e-4, 0.05), BARE));
    for (double rate : new double[] {2e-4, 2.5e-4, 3e-4}) {
      grids.add(grid(Regime.GEOMETRY, Regime.GEOMETRY_PLAN.with(p -> p.learningRate = rate), BARE));
    }
    return Sweep.of(grids.toArray(Grid[]::new));
  }

  /**
   * Returns both architectures at three learning rates, and at the first rate with a longer
   * warm-up.
   */
  private static List<Grid> rates(ModelShape shape, int... batches) {
    List<Grid> grids = new ArrayList<>();
    for (double[] each : new double[][] {{1e-3, 0.05}, {2e-3, 0.05}, {5e-4, 0.05}, {1e-3, 0.2}}) {
      for (int batch : batches) {
        grids.add(grid(shape, plan(batch, each[0], each[1]), BARE, BASELINE));
      }
    }
    return grids;
  }

  /**
   * Returns the baseline with twice the steps and with twice the context, and both architectures
   * with more layers.
   */
  private static List<Grid> more(ModelShape shape, int batch, double learningRate, int layers) {
    TrainingPlan plan = plan(batch, learningRate, 0.05);
    return List.of(
        grid(shape, plan.withSteps(2 * STEPS), BASELINE),
        grid(shape.withLayers(layers), plan, BASELINE, BARE),
        grid(
            shape.withContext(2 * shape.context()),
            plan.with(p -> p.batchSize = batch / 2),
            BASELINE));
  }

  private static TrainingPlan plan(int batch, double learningRate, double warmUp) {
    return Regime.plan(STEPS, batch, learningRate).with(p -> p.warmUp = warmUp);
  }

  private static Grid grid(ModelShape shape, TrainingPlan plan, String... architectures) {
    return Grid.of(architectures).shape(shape).plans(plan).seeds(seeds());
  }

  /** Returns two seeds that no reported result uses. */
  private static long[] seeds() {
    return new long[] {Grid.FIRST_SEED - 3, Grid.FIRST_SEED - 2};
  }
}
