package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.entroscope.runs.RunSummary;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;
import org.entroscope.sweep.SweepResult;
import org.junit.jupiter.api.Test;

/** Tests that the text of the notebooks is true of each recorded run, beyond the claims. */
class RecordedProseTest {

  private static final SweepResult RECORDED = RecordedSweeps.series();
  private static final SweepResult LADDER = RECORDED.only(Series.ladder());
  private static final double CAUSAL = EntropyBound.causal(Regime.SHAPE.context());
  private static final int LAYERS = Regime.SHAPE.layers();
  private static final double NEAR_ZERO = 0.1;

  private static List<RunSummary> runs(String architecture) {
    List<RunSummary> runs = LADDER.of(architecture).runs();
    assertEquals(Series.SEEDS, runs.size());
    return runs;
  }

  /** Returns the mean entropies of the layers as shares of the causal bound. */
  private static double[] layers(HeadValues map) {
    return Arrays.stream(map.layerMeans()).map(mean -> mean / CAUSAL).toArray();
  }

  /** Notebook 1 states this. */
  @Test
  void everyHeadBeginsAtTheBound() {
    for (String architecture : List.of("SM + LN + G", "SM")) {
      for (RunSummary run : runs(architecture)) {
        for (float[] layer : run.history().map(0).values()) {
          for (float head : layer) {
            assertEquals(1, head / CAUSAL, 0.05, run::toString);
          }
        }
      }
    }
  }

  /** Notebook 1 states this. */
  @Test
  void theFirstThreeLayersStayNearTheBoundAndTheLastTwoFallForGood() {
    int steps = Regime.PLAN.steps();
    for (RunSummary run : runs("SM")) {
      HeadHistory history = run.history();
      for (int i = 0; i < history.size(); i++) {
        int step = history.steps()[i];
        double[] layers = layers(history.map(i));
        for (int layer = 0; layer < 3; layer++) {
          assertTrue(layers[layer] > 0.9, run + ", layer " + layer + ", step " + step);
        }
        assertTrue(10 * step < steps || layers[LAYERS - 1] < 0.5, run + ", step " + step);
        boolean early = 7 * step < steps;
        assertTrue(early || layers[LAYERS - 1] < 0.25, run + ", step " + step);
        assertTrue(early || layers[LAYERS - 2] < 0.25, run + ", step " + step);
      }
    }
  }

  /** Notebook 1 states this. */
  @Test
  void theDeeperHalfFallsFromBackToFrontAndEndsInThisOrder() {
    for (RunSummary run : runs("SM")) {
      double[] end = layers(run.entropy());
      for (int layer = LAYERS / 2 + 1; layer < LAYERS; layer++) {
        assertTrue(end[layer] < end[layer - 1], run + ", layer " + layer);
        for (double level : new double[] {0.75, 0.5, 0.25}) {
          int fallen = fall(run.history(), layer, level);
          assertTrue(fallen <= fall(run.history(), layer - 1, level), run + ", layer " + layer);
        }
      }
    }
  }

  /** Returns the first measured step at which a layer is below a level; large if it never is. */
  private static int fall(HeadHistory history, int layer, double level) {
    for (int i = 0; i < history.size(); i++) {
      if (layers(history.map(i))[layer] < level) {
        return history.steps()[i];
      }
    }
    return Integer.MAX_VALUE;
  }

  /** Notebook 1 states this. */
  @Test
  void withLayerNormEveryLayerStaysBetweenAndWithoutAnythingTheEndsAreReached() {
    for (RunSummary run : runs("SM + LN + G")) {
      for (double layer : layers(run.entropy())) {
        assertTrue(layer > 0.25 && layer < 0.9, run + ": " + layer);
      }
    }
    for (RunSummary run : runs("SM")) {
      double[] layers = layers(run.entropy());
      assertTrue(layers[0] > 0.9, run + ": " + layers[0]);
      assertTrue(layers[LAYERS - 1] < NEAR_ZERO, run + ": " + layers[LAYERS - 1]);
    }
  }

  /** Notebook 2 states this. */
  @Test
  void withLayerNormMostHeadsAreInTheTopRangeAndNoneIsNearTheBound() {
    for (RunSummary run : runs("SM + LN + G")) {
      double[] shares = run.distribution().shares();
      assertTrue(shares[shares.length - 1] > 0.5, run::toString);
      assertTrue(run.entropy().max() < 0.9 * CAUSAL, run + ": " + run.entropy().max());
    }
  }
}
