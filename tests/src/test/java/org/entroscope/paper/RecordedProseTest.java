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

  private static final SweepResult RECORDED = RecordedSweeps.findings();
  private static final SweepResult LADDER = RECORDED.only(Findings.ladder());
  private static final double CAUSAL = EntropyBound.causal(Findings.SHAPE.context());
  private static final int LAYERS = Findings.SHAPE.layers();
  private static final double NEAR_ZERO = 0.1;

  private static List<RunSummary> runs(String architecture) {
    List<RunSummary> runs = LADDER.of(architecture).runs();
    assertEquals(Findings.SEEDS_LADDER, runs.size());
    return runs;
  }

  private static List<RunSummary> stabilised(String architecture) {
    List<RunSummary> runs = RECORDED.only(Findings.stabilisers()).of(architecture).runs();
    assertEquals(Findings.SEEDS, runs.size());
    return runs;
  }

  /** Returns the mean entropies of the layers as shares of the causal bound. */
  private static double[] layers(HeadValues map) {
    return Arrays.stream(map.layerMeans()).map(mean -> mean / CAUSAL).toArray();
  }

  /**
   * Returns the first measured step at which a layer is near zero, or a large number if it never
   * is.
   */
  private static int fall(HeadHistory history, int layer) {
    for (int i = 0; i < history.size(); i++) {
      if (layers(history.map(i))[layer] < NEAR_ZERO) {
        return history.steps()[i];
      }
    }
    return Integer.MAX_VALUE;
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
  void theDeepestLayerFallsFirstAndNoDeepOneComesBack() {
    for (RunSummary run : runs("SM")) {
      HeadHistory history = run.history();
      for (int layer = 1; layer < LAYERS; layer++) {
        assertTrue(fall(history, layer) <= fall(history, layer - 1), run + ", layer " + layer);
      }
      for (int layer = LAYERS / 2; layer < LAYERS; layer++) {
        int fallen = fall(history, layer);
        for (int i = 0; i < history.size(); i++) {
          boolean after = history.steps()[i] > fallen;
          assertTrue(!after || layers(history.map(i))[layer] < NEAR_ZERO, run + ", layer " + layer);
        }
      }
    }
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
      assertTrue(layers[LAYERS - 1] < 0.01, run + ": " + layers[LAYERS - 1]);
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

  /**
   * Notebook 3 states that two remedies collapse together with the model that they should repair.
   */
  @Test
  void weightNormAndTheUnfusedScaledNetworkFallInTheFirstHundredsOfSteps() {
    for (String remedy : List.of("SM + WN(FFN)", "SM + ScFFN")) {
      for (RunSummary run : stabilised(remedy)) {
        for (int layer = LAYERS / 2; layer < LAYERS; layer++) {
          assertTrue(fall(run.history(), layer) <= 250, run + ", layer " + layer);
        }
      }
    }
    for (RunSummary run : stabilised("SM + SN(FFN)")) {
      for (int layer = 0; layer < LAYERS; layer++) {
        assertEquals(Integer.MAX_VALUE, fall(run.history(), layer), run + ", layer " + layer);
      }
    }
  }
}
