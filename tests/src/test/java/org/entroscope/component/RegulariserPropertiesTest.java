package org.entroscope.component;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.entroscope.component.EntropyRegulariser.Reduction;
import org.entroscope.engine.Autograd;
import org.entroscope.statistics.PlainEntropy;

/** Tests properties of the regulariser (Algorithm 1) that hold for all entropies. */
class RegulariserPropertiesTest {

  private static final int LAYERS = 2;
  private static final int BATCH = 3;
  private static final int HEADS = 2;
  private static final int CONTEXT = 5;
  private static final double MAXIMUM = Math.log(CONTEXT);

  /** The penalty and its gradients with respect to the entropies (L B H T) and thresholds (L H). */
  private record Result(double penalty, float[] byEntropies, float[] byThresholds) {}

  @Property(tries = 60)
  void costsNothingInsideTheTolerance(
      @ForAll Reduction reduction,
      @ForAll @Scale(8) @DoubleRange(max = 1) double gamma,
      @ForAll @Scale(8) @DoubleRange(max = 1) double threshold,
      @ForAll @Scale(8) @DoubleRange(min = -0.999, max = 0.999) double share) {
    double entropy = (threshold + share * gamma) * MAXIMUM;
    Result result = penalty(settings(reduction, gamma), constant(entropy), threshold);
    if (Math.abs(share * gamma * MAXIMUM) < gamma * MAXIMUM - 1e-5) {
      assertEquals(0, result.penalty());
      float[] none = new float[LAYERS * BATCH * HEADS * CONTEXT];
      assertArrayEquals(none, result.byEntropies(), Float.MIN_VALUE);
      assertArrayEquals(new float[LAYERS * HEADS], result.byThresholds(), Float.MIN_VALUE);
    }
  }

  @Property(tries = 60)
  void pullsEntropyAndThresholdTogetherOutside(
      @ForAll Reduction reduction,
      @ForAll @Scale(8) @DoubleRange(max = 0.3) double gamma,
      @ForAll @Scale(8) @DoubleRange(max = 1) double threshold,
      @ForAll @Scale(8) @DoubleRange(min = 0.31, max = 1) double distance,
      @ForAll boolean above) {
    double delta = (above ? distance : -distance) * MAXIMUM;
    double entropy = threshold * MAXIMUM + delta;
    Result result = penalty(settings(reduction, gamma), constant(entropy), threshold);
    double queries = reduction == Reduction.AUTHORS_SUM ? BATCH * CONTEXT : 1;
    assertEquals(delta * delta * queries, result.penalty(), 1e-4 * queries);
    for (float gradient : result.byEntropies()) {
      assertTrue(above ? gradient > 0 : gradient < 0, "descent moves entropy to the threshold");
    }
    for (float gradient : result.byThresholds()) {
      assertTrue(above ? gradient < 0 : gradient > 0, "and the threshold to the entropy");
    }
  }

  @Property(tries = 60)
  void jumpsAtTheMarginAndNowhereElse(
      @ForAll Reduction reduction,
      @ForAll @Scale(8) @DoubleRange(min = 0.05, max = 0.5) double gamma,
      @ForAll @Scale(8) @DoubleRange(min = -1.5, max = 1.5) double deviation) {
    double step = 1e-4;
    double queries = reduction == Reduction.AUTHORS_SUM ? BATCH * CONTEXT : 1;
    double before = penalty(reduction, gamma, deviation);
    double after = penalty(reduction, gamma, deviation + step);
    boolean crossed =
        Math.abs(deviation) > gamma * MAXIMUM != Math.abs(deviation + step) > gamma * MAXIMUM;
    double jump = Math.abs(after - before) / queries;
    if (crossed) {
      assertEquals(Math.pow(gamma * MAXIMUM, 2), jump, 1e-3);
    } else {
      assertTrue(jump < 4 * step, () -> "a jump of " + jump + " at " + deviation);
    }
    double margin = gamma * MAXIMUM;
    assertEquals(0, penalty(reduction, gamma, margin - 1e-9));
    assertEquals(margin * margin * queries, penalty(reduction, gamma, margin + 1e-9), 1e-6);
  }

  private static double penalty(Reduction reduction, double gamma, double deviation) {
    double[][][][] entropies = new double[LAYERS][BATCH][HEADS][CONTEXT];
    for (double[][][] layer : entropies) {
      for (double[][] example : layer) {
        for (double[] head : example) {
          Arrays.fill(head, 0.5 * MAXIMUM + deviation);
        }
      }
    }
    double[][] thresholds = {{0.5, 0.5}, {0.5, 0.5}};
    return PlainRegulariser.penalty(entropies, thresholds, settings(reduction, gamma));
  }

  @Property(tries = 60)
  void theReductionsAgreeWhereDeviationsAreEqual(
      @ForAll @Scale(8) @DoubleRange(min = 1e-6, max = 1) double lambda,
      @ForAll @Scale(8) @DoubleRange(max = 1) double entropy,
      @ForAll @Scale(8) @DoubleRange(max = 1) double threshold) {
    EntropyRegulariser sum = new EntropyRegulariser(Reduction.AUTHORS_SUM, lambda, 0.1, 0.5, 1);
    EntropyRegulariser mean = sum.as(Reduction.ALGORITHM_1, BATCH, CONTEXT);
    assertEquals(lambda * BATCH * CONTEXT, mean.lambda(), 1e-12);
    assertEquals(lambda, mean.as(Reduction.AUTHORS_SUM, BATCH, CONTEXT).lambda(), 1e-12);
    float[] entropies = constant(entropy * MAXIMUM);
    if (Math.abs(Math.abs(entropy - threshold) - 0.1) > 1e-5) {
      double one = sum.lambda() * penalty(sum, entropies, threshold).penalty();
      double other = mean.lambda() * penalty(mean, entropies, threshold).penalty();
      assertEquals(one, other, 1e-5 * Math.max(1e-3, one));
    }
  }

  @Property(tries = 60)
  void elseTheSumIsLargerByTheVariance(@ForAll @LongRange(min = 0) long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][][][] entropies = new double[1][BATCH][1][CONTEXT];
    double mean = 0;
    double squares = 0;
    for (double[][] example : entropies[0]) {
      for (int i = 0; i < CONTEXT; i++) {
        example[0][i] = random.nextDouble(MAXIMUM);
        mean += example[0][i] / (BATCH * CONTEXT);
        squares += example[0][i] * example[0][i] / (BATCH * CONTEXT);
      }
    }
    double[][] thresholds = {{random.nextDouble()}};
    EntropyRegulariser sum = settings(Reduction.AUTHORS_SUM, 0);
    double summed = PlainRegulariser.penalty(entropies, thresholds, sum) / (BATCH * CONTEXT);
    double averaged =
        PlainRegulariser.penalty(entropies, thresholds, settings(Reduction.ALGORITHM_1, 0));
    assertEquals(squares - mean * mean, summed - averaged, 1e-10);
  }

  @Property(tries = 60)
  void plainArraysAndTheEngineAgree(
      @ForAll Reduction reduction, @ForAll @LongRange(min = 0) long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double threshold = random.nextDouble();
    float[][][][][] attention = new float[LAYERS][BATCH][HEADS][CONTEXT][];
    float[] entropies = new float[LAYERS * BATCH * HEADS * CONTEXT];
    int next = 0;
    double margin = 0.1 * MAXIMUM;
    for (float[][][][] layer : attention) {
      for (float[][][] example : layer) {
        for (float[][] head : example) {
          for (int query = 0; query < CONTEXT; query++) {
            head[query] = distribution(random);
            double[] row = new double[CONTEXT];
            for (int key = 0; key < CONTEXT; key++) {
              row[key] = head[query][key];
            }
            entropies[next++] = (float) PlainEntropy.of(row);
          }
        }
      }
    }
    double[][] thresholds = {{threshold, threshold}, {threshold, threshold}};
    double plain = PlainRegulariser.penalty(attention, thresholds, settings(reduction, 0.1));
    boolean close = false;
    for (float entropy : entropies) {
      close |= Math.abs(Math.abs(entropy - threshold * MAXIMUM) - margin) < 1e-5;
    }
    if (!close) {
      Result engine = penalty(settings(reduction, 0.1), entropies, threshold);
      assertEquals(plain, engine.penalty(), 1e-5 * Math.max(1, plain));
    }
  }

  private static float[] distribution(SplittableRandom random) {
    double[] weights = random.doubles(CONTEXT).map(u -> u * u * u).toArray();
    double sum = Arrays.stream(weights).sum();
    float[] row = new float[CONTEXT];
    for (int key = 0; key < CONTEXT; key++) {
      row[key] = (float) (weights[key] / sum);
    }
    return row;
  }

  private static EntropyRegulariser settings(Reduction reduction, double gamma) {
    return new EntropyRegulariser(reduction, 1, gamma, 0.5, 1);
  }

  private static float[] constant(double entropy) {
    float[] entropies = new float[LAYERS * BATCH * HEADS * CONTEXT];
    Arrays.fill(entropies, (float) entropy);
    return entropies;
  }

  private static Result penalty(EntropyRegulariser settings, float[] entropies, double threshold) {
    float[] thresholds = new float[LAYERS * HEADS];
    Arrays.fill(thresholds, (float) threshold);
    try (NDScope scope = new NDScope();
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Autograd recording = Autograd.recording()) {
      scope.suppressNotUsedWarning();
      NDArray e = manager.create(entropies, new Shape(LAYERS, BATCH, HEADS, CONTEXT));
      NDArray theta = manager.create(thresholds, new Shape(LAYERS, HEADS));
      e.setRequiresGradient(true);
      theta.setRequiresGradient(true);
      NDArray penalty = settings.penalty(e, theta);
      Autograd.backward(penalty);
      return new Result(
          penalty.getFloat(), e.getGradient().toFloatArray(), theta.getGradient().toFloatArray());
    }
  }
}
