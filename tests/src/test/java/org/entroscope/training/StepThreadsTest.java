package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;
import java.util.Properties;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.engine.IntraOpThreads;
import org.entroscope.model.Gpt;
import org.entroscope.paper.Regime;
import org.entroscope.runs.TrainingPlan;
import org.junit.jupiter.api.Test;

class StepThreadsTest {

  /** Returns the number of threads that a training uses if three are available. */
  private static int threads(ModelShape shape, TrainingPlan plan) {
    try (IntraOpThreads three = IntraOpThreads.limit(3);
        Gpt gpt = Gpt.create(Architecture.of("SM"), shape.withLayers(1), 1);
        IntraOpThreads own = StepThreads.of(gpt, plan)) {
      return JniUtils.getNumThreads();
    }
  }

  @Test
  void smallStepsHaveOneThreadAndLargerOnesAll() {
    boolean chosen = StepThreads.chosen(System.getenv(), System.getProperties());
    assertEquals(chosen ? 3 : 1, threads(Regime.SHAPE, Regime.LIVE_PLAN));
    assertEquals(3, threads(ModelShape.deepLaptop(), TrainingPlan.laptop()));
  }

  @Test
  void afterATrainingThereAreAsManyAsBefore() {
    try (IntraOpThreads three = IntraOpThreads.limit(3)) {
      threads(Regime.SHAPE, Regime.LIVE_PLAN);
      assertEquals(3, JniUtils.getNumThreads());
    }
  }

  @Test
  void whoeverHasChosenIsNotOverruled() {
    assertFalse(StepThreads.chosen(Map.of(), new Properties()));
    assertTrue(StepThreads.chosen(Map.of("OMP_NUM_THREADS", "2"), new Properties()));
    Properties engine = new Properties();
    engine.setProperty("ai.djl.pytorch.num_threads", "2");
    assertTrue(StepThreads.chosen(Map.of(), engine));
  }
}
