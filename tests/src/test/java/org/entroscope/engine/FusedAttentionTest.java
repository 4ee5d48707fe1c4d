package org.entroscope.engine;

import static org.entroscope.engine.AttentionInDoubles.dot;
import static org.entroscope.engine.AttentionInDoubles.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.entroscope.statistics.AttentionEntropy;
import org.junit.jupiter.api.Test;

/**
 * Compares attention without the matrix to the matrix in double precision, with the same q and k.
 */
class FusedAttentionTest {

  private static final int[] WIDTHS = {4, 8, 16, 64};

  /** The distribution of the keys. */
  enum Keys {
    RANDOM,
    /** All keys are the same. The rows are uniform, whatever the scores are. */
    TIED,
    /** The scores are large and differ by a few nats. */
    CLOSE,
    /** One key is far above the others. The rows are one-hot. */
    ONE_HOT
  }

  /** The inputs of one head, with the expected results. */
  private static final class Case {

    final double[][] q;
    final double[][] k;
    final double[][] v;
    final double[] w;
    final double[][] g;
    final double largest;

    Case(long seed, Keys kind, int queries, int earlier, double score) {
      SplittableRandom random = new SplittableRandom(seed);
      int width = WIDTHS[random.nextInt(WIDTHS.length)];
      int keys = queries + earlier;
      q = random(random, queries, width, 1);
      k = random(random, keys, width, kind == Keys.CLOSE ? Math.min(1, 3 / score) : 1);
      double[] common = random(random, 1, width, 1)[0];
      int chosen = random.nextInt(keys);
      for (int j = 0; j < keys; j++) {
        for (int i = 0; i < width; i++) {
          switch (kind) {
            case TIED -> k[j][i] = common[i];
            case CLOSE -> k[j][i] = (float) (k[j][i] + common[i]);
            case ONE_HOT -> k[j][i] *= j == chosen ? 4 : 0.25;
            default -> {}
          }
        }
      }
      double most = 1e-9;
      for (double[] query : q) {
        for (double[] key : k) {
          most = Math.max(most, Math.abs(dot(query, key)) / Math.sqrt(width));
        }
      }
      for (double[] query : q) {
        for (int i = 0; i < width; i++) {
          query[i] = (float) (query[i] * score / most);
        }
      }
      largest = score;
      v = random(random, keys, width, 1);
      w = random(random, 1, queries, 1)[0];
      g = random(random, queries, width, 1);
    }

    /**
     * Returns the length that a gradient would have if each query moved the other rows by its
     * weight.
     */
    double terms(double[][] others) {
      return Math.sqrt(dot(w, w) / w.length) * length(others) / Math.sqrt(others[0].length);
    }

    /**
     * Returns the same length for what the heads read: differences of products with values, times
     * the other rows.
     */
    double readTerms(double[][] others) {
      double values = length(v) / Math.sqrt(v.length);
      return length(g) * values * length(others) / Math.sqrt(others.length * others[0].length);
    }

    AttentionInDoubles expected(boolean entropy, boolean read) {
      return new AttentionInDoubles(
          q,
          k,
          v,
          entropy ? w : new double[w.length],
          read ? g : new double[g.length][g[0].length]);
    }
  }

  private static double length(double[][] rows) {
    double sum = 0;
    for (double[] row : rows) {
      sum += dot(row, row);
    }
    return Math.sqrt(sum);
  }

  private static NDArray array(NDManager manager, double[][] rows) { // 1 1 rows width
    float[] values = new float[rows.length * rows[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return manager.create(values, new Shape(1, 1, rows.length, rows[0].length));
  }

  private static double error(double[] expected, float[] actual) {
    double most = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(expected[i] - actual[i]);
      most = difference <= most ? most : difference; // keeps NaN
    }
    return most;
  }

  /** Returns the length of the difference, divided by the expected length. */
  private static double relative(double[][] expected, NDArray actual) {
    return relative(expected, actual, 0);
  }

  /**
   * Returns the length of the difference, divided by the expected length, or by a tenth of the
   * length that terms of one size would have in total if that is more. If terms cancel, as between
   * tied keys, only their rounding error remains.
   */
  private static double relative(double[][] expected, NDArray actual, double terms) {
    float[] values = actual.toFloatArray();
    double difference = 0;
    double length = 0;
    for (int i = 0; i < values.length; i++) {
      double e = expected[i / expected[0].length][i % expected[0].length];
      difference += (e - values[i]) * (e - values[i]);
      length += e * e;
    }
    return Math.sqrt(difference) / Math.max(Math.sqrt(length), terms / 10);
  }

  private interface Check {
    void of(NDArray q, NDArray k, NDArray v);
  }

  private static void with(Case c, Check check) {
    try (NDManager manager = PyTorch.manager(Device.cpu());
        Autograd recording = Autograd.recording();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray q = array(manager, c.q);
      NDArray k = array(manager, c.k);
      NDArray v = array(manager, c.v);
      for (NDArray each : new NDArray[] {q, k, v}) {
        each.setRequiresGradient(true);
      }
      check.of(q, k, v);
    }
  }

  private static NDArray weighted(NDArray entropies, double[] w) {
    return entropies.mul(array(entropies.getManager(), new double[][] {w}).squeeze(1)).sum();
  }

  @Property(tries = 150)
  void entropiesAndTheirGradientsAreThoseOfDoublePrecision(
      @ForAll long seed,
      @ForAll Keys kind,
      @ForAll @IntRange(min = 1, max = 70) int queries,
      @ForAll @DoubleRange(min = -1, max = 3) double exponent,
      @ForAll boolean together) {
    Case c = new Case(seed, kind, queries, 0, Math.pow(10, exponent));
    AttentionInDoubles expected = c.expected(true, false);
    with(
        c,
        (q, k, v) -> {
          NDArray entropies =
              together ? withEntropy(q, k, v).get(1) : FusedAttention.of(1).entropy(q, k);
          assertEquals(new Shape(1, 1, queries), entropies.getShape());
          double error = error(expected.entropy, entropies.toFloatArray());
          assertTrue(error < 1e-4, () -> "values are off by " + error);
          assertTrue(entropies.min().getFloat() >= 0);
          Autograd.backward(weighted(entropies, c.w));
          double queriesGradient = relative(expected.dq, q.getGradient(), c.terms(c.k));
          double keysGradient = relative(expected.dk, k.getGradient(), c.terms(c.q));
          assertTrue(queriesGradient < 1e-4, () -> "queries' gradient: " + queriesGradient);
          assertTrue(keysGradient < 1e-4, () -> "keys' gradient: " + keysGradient);
        });
  }

  /**
   * Returns the results with the entropies. Checks that these do not change what the heads read.
   */
  private static NDList withEntropy(NDArray q, NDArray k, NDArray v) {
    NDList both = FusedAttention.of(1).attendWithEntropy(q, k, v);
    assertArrayEquals(
        FusedAttention.of(1).attend(q, k, v).toFloatArray(), both.get(0).toFloatArray());
    try (Autograd none = Autograd.paused()) {
      assertArrayEquals(
          FusedAttention.of(1).attend(q, k, v).toFloatArray(),
          FusedAttention.of(1).attendWithEntropy(q, k, v).get(0).toFloatArray());
    }
    return both;
  }

  @Property(tries = 60)
  void beyondAThousandItIsNoWorseThanTheMatrixInSinglePrecision(
      @ForAll long seed,
      @ForAll Keys kind,
      @ForAll @IntRange(min = 1, max = 70) int queries,
      @ForAll @DoubleRange(min = 3, max = 9) double exponent) {
    Case c = new Case(seed, kind, queries, 0, Math.pow(10, exponent));
    AttentionInDoubles expected = c.expected(true, false);
    with(
        c,
        (q, k, v) -> {
          double fused = error(expected.entropy, FusedAttention.of(1).entropy(q, k).toFloatArray());
          NDArray scores = scores(q, k);
          NDArray plain = AttentionEntropy.ofScores(scores, scores.softmax(-1));
          double matrix = error(expected.entropy, plain.toFloatArray());
          assertTrue(
              fused <= Math.max(matrix, 2e-6), () -> fused + " where the matrix has " + matrix);
        });
  }

  @Property(tries = 60)
  void whatHeadsReadAndItsGradientsAreThoseOfDoublePrecision(
      @ForAll long seed,
      @ForAll Keys kind,
      @ForAll @IntRange(min = 1, max = 70) int queries,
      @ForAll @DoubleRange(min = -1, max = 1.5) double exponent) {
    Case c = new Case(seed, kind, queries, 0, Math.pow(10, exponent));
    AttentionInDoubles expected = c.expected(false, true);
    with(
        c,
        (q, k, v) -> {
          NDArray read = FusedAttention.of(1).attend(q, k, v); // 1 T width
          assertEquals(new Shape(1, queries, c.v[0].length), read.getShape());
          assertTrue(relative(expected.read, read) < 1e-5);
          Autograd.backward(read.mul(array(q.getManager(), c.g).squeeze(1)).sum());
          assertTrue(relative(expected.dq, q.getGradient(), c.readTerms(c.k)) < 1e-4);
          assertTrue(relative(expected.dk, k.getGradient(), c.readTerms(c.q)) < 1e-4);
          assertTrue(relative(expected.dv, v.getGradient()) < 1e-4);
        });
  }

  /**
   * Any gradient that the kernels left there would be multiplied by queries and keys of any length.
   */
  @Property(tries = 60)
  void aRowThatSeesOneKeyAloneHasNoGradient(@ForAll long seed) {
    Case c = new Case(seed, Keys.RANDOM, 12, 0, 1e4);
    for (int i = 0; i < c.q[0].length; i++) {
      for (int j = 0; j < c.k.length; j++) {
        c.k[j][i] = j == 0 ? c.q[0][i] : -c.q[0][i]; // the first key has by far the largest score
        c.q[j][i] = c.q[0][i];
      }
    }
    with(
        c,
        (q, k, v) -> {
          NDArray read = FusedAttention.of(1).attend(q, k, v);
          Autograd.backward(read.mul(array(q.getManager(), c.g).squeeze(1)).sum());
          assertEquals(0, q.getGradient().abs().max().getFloat());
          assertEquals(0, k.getGradient().abs().max().getFloat());
        });
  }

  @Property(tries = 60)
  void queriesMayBeTheLastOfALongerSequence(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int queries,
      @ForAll @IntRange(min = 1, max = 40) int earlier,
      @ForAll @DoubleRange(min = -1, max = 3) double exponent) {
    Case c = new Case(seed, Keys.RANDOM, queries, earlier, Math.pow(10, exponent));
    AttentionInDoubles expected = c.expected(true, true);
    with(
        c,
        (q, k, v) -> {
          double error = error(expected.entropy, FusedAttention.of(1).entropy(q, k).toFloatArray());
          assertTrue(error < 1e-4, () -> "entropies are off by " + error);
          // rounding scores of 1,000 changes the weights by 1e-4
          double most = exponent < 1.5 ? 1e-5 : 1e-3;
          assertTrue(relative(expected.read, FusedAttention.of(1).attend(q, k, v)) < most);
        });
  }

  /** The kernel processes the keys in consecutive blocks of 512. */
  @Test
  void longSequencesTakeSeveralBlocksOfTheKernel() {
    for (Keys kind : Keys.values()) {
      Case c = new Case(7, kind, 1300, 0, 30);
      AttentionInDoubles expected = c.expected(true, false);
      with(
          c,
          (q, k, v) -> {
            NDArray entropies = withEntropy(q, k, v).get(1);
            assertEquals(0, error(expected.entropy, entropies.toFloatArray()), 1e-4);
            Autograd.backward(weighted(entropies, c.w));
            assertEquals(0, relative(expected.dq, q.getGradient(), c.terms(c.k)), 1e-4);
            assertEquals(0, relative(expected.dk, k.getGradient(), c.terms(c.q)), 1e-4);
          });
    }
  }

  @Test
  void headsAreSplitAndMergedInTheirOrder() {
    try (NDManager manager = PyTorch.manager(Device.cpu())) {
      int heads = 3;
      NDArray joint = manager.randomNormal(new Shape(2, 5, 3 * heads * 4));
      NDList parts = FusedAttention.of(heads).split(joint);
      assertEquals(new Shape(2, 3, 5, 4), parts.get(1).getShape());
      assertEquals(joint.getFloat(1, 4, 12 + 4 + 2), parts.get(1).getFloat(1, 1, 4, 2));
      NDArray read = FusedAttention.of(heads).attend(parts.get(0), parts.get(1), parts.get(2));
      assertEquals(new Shape(2, 5, 12), read.getShape());
      NDArray weights = scores(parts.get(0), parts.get(1)).softmax(-1);
      NDArray expected = weights.matMul(parts.get(2)).transpose(0, 2, 1, 3).reshape(2, 5, 12);
      assertEquals(0, expected.sub(read).abs().max().getFloat(), 1e-5);
    }
  }

  @Test
  void whatIsNotFiniteStaysSo() {
    try (NDManager manager = PyTorch.manager(Device.cpu())) {
      NDArray q = manager.ones(new Shape(1, 1, 3, 4));
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        NDArray x = q.mul(bad);
        for (NDArray[] each : new NDArray[][] {{x, q, q}, {q, x, q}, {x, x, q}, {x, x, x}}) {
          NDArray read = FusedAttention.of(1).attend(each[0], each[1], each[2]);
          assertTrue(read.isNaN().all().getBoolean(), () -> bad + " " + List.of(each) + " " + read);
          assertTrue(FusedAttention.of(1).entropy(each[0], each[1]).isNaN().all().getBoolean());
        }
        NDArray huge = FusedAttention.of(1).attend(q.mul(1e30f), q.mul(-1e30f), q);
        assertTrue(huge.isNaN().all().getBoolean(), "all scores are minus infinity");
        NDArray zeros = FusedAttention.of(1).attend(q, q.zerosLike(), q);
        assertEquals(1, zeros.min().getFloat(), "scores of 0, of which one has an lse of 0");
        assertFalse(
            FusedAttention.of(1).attend(q, q, x).isNaN().all().getBoolean() ^ Float.isNaN(bad));
        NDArray last = q.duplicate();
        last.set(new NDIndex(":, :, 2"), bad);
        NDArray read = FusedAttention.of(1).attend(last, q, q);
        assertEquals(List.of(false, false, true), rows(read.isNaN()), "one query of three");
        assertEquals(
            List.of(false, false, true), rows(FusedAttention.of(1).attend(q, last, q).isNaN()));
      }
    }
  }

  private static List<Boolean> rows(NDArray read) { // 1 T width
    List<Boolean> rows = new ArrayList<>();
    for (int i = 0; i < read.getShape().get(1); i++) {
      rows.add(read.getBoolean(0, i, 0));
    }
    return rows;
  }

  private static NDArray scores(NDArray q, NDArray k) {
    long queries = q.getShape().get(2);
    NDArray key = q.getManager().arange(0, queries, 1, DataType.FLOAT32);
    NDArray mask = key.gt(key.expandDims(1)).toType(DataType.FLOAT32, false).mul(-1e9f);
    NDArray scaled = q.mul(Scalar.of(q, 1 / Math.sqrt(q.getShape().get(3))));
    return scaled.matMul(k.transpose(0, 1, 3, 2)).add(mask);
  }
}
