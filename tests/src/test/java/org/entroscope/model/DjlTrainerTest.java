package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Map;
import java.util.SplittableRandom;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.component.EntropyRegularisedLoss;
import org.entroscope.component.EntropyRegulariser;
import org.junit.jupiter.api.Test;

/** Tests the model and its loss with a DJL trainer. */
class DjlTrainerTest {

  private static final ModelShape SHAPE = new ModelShape(2, 2, 16, 8, 32);

  private static final EntropyRegulariser SETTINGS =
      new EntropyRegulariser(EntropyRegulariser.Reduction.ALGORITHM_1, 0.1, 0.05, 0.9, 1);

  @Test
  void lowersTheLossAndLearnsTheThresholds() {
    try (Gpt gpt = gpt("EReg(SM(t) + ScFuFFN)")) {
      Map<String, float[]> before = Weights.of(gpt);
      float[] losses = train(gpt, SETTINGS, 12);
      assertEquals(Math.log(32), losses[0], 0.6);
      assertTrue(losses[11] < 0.8 * losses[0], losses[0] + " to " + losses[11]);
      Map<String, float[]> after = Weights.of(gpt);
      before.forEach(
          (name, values) -> assertTrue(moved(values, after.get(name)), name + " did not move"));
      for (float threshold : after.get("threshold")) {
        assertTrue(threshold < 0.9, "towards the entropies, which are lower: " + threshold);
      }
    }
  }

  @Test
  void thresholdsStayWhereTheyAreAtRateZero() {
    try (Gpt gpt = gpt("EReg(SM + R)")) {
      train(gpt, SETTINGS.withThresholds(0.9, 0), 2);
      assertArrayEquals(new float[] {0.9f, 0.9f, 0.9f, 0.9f}, Weights.of(gpt).get("threshold"));
    }
  }

  @Test
  void withoutLearnedThresholdsAllHeadsHaveTheOneOfTheSettings() {
    try (Gpt gpt = gpt("SM + R")) {
      float strong = train(gpt, SETTINGS.withLambda(10), 1)[0];
      float none = train(gpt, SETTINGS.withLambda(0), 1)[0];
      assertNotEquals(strong, none, 0.1f);
    }
  }

  @Test
  void aModelThatReportsNoEntropiesIsRefused() {
    EntropyRegularisedLoss loss = new EntropyRegularisedLoss(new NextTokenLoss(), SETTINGS);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDList logits = new NDList(manager.zeros(new Shape(1, 8, 32)));
      NDList labels = new NDList(manager.zeros(new Shape(1, 8)));
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> loss.evaluate(labels, logits))
              .getMessage()
              .endsWith("train the block gpt.withEntropies() instead of gpt"));
    }
  }

  private static Gpt gpt(String architecture) {
    Architecture chosen = Architecture.of(architecture);
    return Gpt.create(
        chosen.regularised() ? chosen.with(SETTINGS) : chosen, SHAPE, 3, Device.cpu());
  }

  /** Returns the losses of some steps on the same batch. */
  private static float[] train(Gpt gpt, EntropyRegulariser settings, int steps) {
    DefaultTrainingConfig config =
        new DefaultTrainingConfig(new EntropyRegularisedLoss(new NextTokenLoss(), settings))
            .optDevices(new Device[] {Device.cpu()})
            .optOptimizer(Optimizer.adam().optLearningRateTracker(Tracker.fixed(0.02f)).build());
    float[] losses = new float[steps];
    Model model = Model.newInstance("entroscope", Device.cpu());
    model.setBlock(gpt.withEntropies());
    // the model is not closed, because that would free the parameters, which belong to the Gpt
    try (Trainer trainer = model.newTrainer(config)) {
      trainer.initialize(new Shape(4, SHAPE.context()));
      for (int step = 0; step < steps; step++) {
        losses[step] = step(trainer);
      }
    }
    return losses;
  }

  private static float step(Trainer trainer) {
    SplittableRandom random = new SplittableRandom(5);
    int[] tokens = random.ints(4L * SHAPE.context(), 0, SHAPE.vocabulary()).toArray();
    try (NDManager manager = trainer.getManager().newSubManager()) {
      NDList batch = new NDList(manager.create(tokens, new Shape(4, SHAPE.context())));
      NDArray loss;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList predictions = trainer.forward(batch);
        loss = trainer.getLoss().evaluate(batch, predictions);
        collector.backward(loss);
      }
      trainer.step();
      return loss.getFloat();
    }
  }

  private static boolean moved(float[] before, float[] after) {
    for (int i = 0; i < before.length; i++) {
      if (before[i] != after[i]) {
        return true;
      }
    }
    return false;
  }
}
