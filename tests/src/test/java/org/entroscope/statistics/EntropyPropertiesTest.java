package org.entroscope.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

/**
 * Tests properties of entropies (Eq. 5-10) that hold for all logits, in plain Java and in the
 * engine.
 */
class EntropyPropertiesTest {

  private static final float HIDDEN = -1e9f;

  @Property(tries = 200)
  void liesBetweenZeroAndTheLogarithmOfTheVisibleKeys(
      @ForAll @Size(min = 1, max = 12)
          List<@Scale(8) @DoubleRange(min = -200, max = 200) Double> visible,
      @ForAll @IntRange(max = 5) int hidden) {
    double bound = Math.log(visible.size());
    double plain = PlainEntropy.ofLogits(1, withHidden(visible, hidden, Double.NEGATIVE_INFINITY));
    assertTrue(plain >= 0 && plain <= bound + 1e-12, () -> plain + " of " + bound);
    double engine = engine(withHidden(visible, hidden, HIDDEN));
    assertTrue(engine >= -1e-6 && engine <= bound + 1e-6, () -> engine + " of " + bound);
    assertEquals(plain, engine, 1e-5);
  }

  @Property(tries = 100)
  void doesNotDependOnTheOrderOfKeys(
      @ForAll @Size(min = 1, max = 12)
          List<@Scale(8) @DoubleRange(min = -50, max = 50) Double> logits,
      @ForAll Random random) {
    List<Double> shuffled = new ArrayList<>(logits);
    Collections.shuffle(shuffled, random);
    double[] one = withHidden(logits, 0, 0);
    double[] other = withHidden(shuffled, 0, 0);
    assertEquals(PlainEntropy.ofLogits(1, one), PlainEntropy.ofLogits(1, other), 1e-12);
    assertEquals(engine(one), engine(other), 2e-6);
  }

  @Property(tries = 100)
  void theClosedFormIsTheDefinition(
      @ForAll @Size(min = 1, max = 12)
          List<@Scale(8) @DoubleRange(min = -20, max = 20) Double> logits,
      @ForAll @Scale(8) @DoubleRange(min = 0.1, max = 10) double t) {
    double[] scores = withHidden(logits, 0, 0);
    double[] weights = Arrays.stream(scores).map(s -> Math.exp(s / t)).toArray();
    double sum = Arrays.stream(weights).sum();
    double[] probabilities = Arrays.stream(weights).map(w -> w / sum).toArray();
    assertEquals(PlainEntropy.of(probabilities), PlainEntropy.ofLogits(t, scores), 1e-9);
  }

  @Property(tries = 100)
  void temperatureGoesFromOneHotToUniform(
      @ForAll @Size(min = 2, max = 12) List<@IntRange(min = -30, max = 30) Integer> distinct) {
    double[] logits = distinct.stream().distinct().mapToDouble(i -> i).toArray();
    double bound = Math.log(logits.length);
    assertEquals(bound, PlainEntropy.ofLogits(1e9, logits), 1e-12);
    assertEquals(0, PlainEntropy.ofLogits(1e-2, logits), 1e-12);
    double before = 0;
    for (double t = 0.01; t < 1e4; t *= 1.5) {
      double entropy = PlainEntropy.ofLogits(t, logits);
      assertTrue(entropy >= before - 1e-12, "it never falls as the temperature rises");
      before = entropy;
    }
    assertEquals(bound, engine(scaled(logits, 1e-7)), 1e-6);
    assertEquals(0, engine(scaled(logits, 100)), 1e-30);
  }

  @Property(tries = 100)
  void uniformLogitsReachTheBoundExactly(
      @ForAll @IntRange(min = 1, max = 600) int keys,
      @ForAll @Scale(8) @DoubleRange(min = -1e6, max = 1e6) double logit) {
    double[] logits = new double[keys];
    Arrays.fill(logits, logit);
    assertEquals(Math.log(keys), PlainEntropy.ofLogits(1, logits));
    float bound = (float) Math.log(keys);
    assertEquals(bound, (float) engine(logits), Math.ulp(bound), "up to the last bit");
  }

  private static double[] withHidden(List<Double> visible, int hidden, double value) {
    double[] all = new double[visible.size() + hidden];
    Arrays.fill(all, value);
    for (int i = 0; i < visible.size(); i++) {
      all[i] = visible.get(i);
    }
    return all;
  }

  private static double[] scaled(double[] logits, double factor) {
    return Arrays.stream(logits).map(s -> s * factor).toArray();
  }

  private static double engine(double[] logits) {
    float[] row = new float[logits.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) logits[i];
    }
    try (NDScope scope = new NDScope();
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      scope.suppressNotUsedWarning();
      NDArray scores = manager.create(row);
      return AttentionEntropy.ofScores(scores, scores.softmax(-1)).getFloat();
    }
  }
}
