package org.entroscope.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests products in half precision, both computed by half-precision kernels (which a CPU has too)
 * and emulated.
 *
 * <p>The factors are between 1 and 2, and three of them are summed. Single precision therefore
 * holds every sum exactly, and the order of addition does not matter.
 */
class HalfMatMulTest {

  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final float MASKED = -1e9f;
  private static final float UNATTENDED = -1e8f;

  /** PyTorch compiles a method again after its first calls, with what it learned from them. */
  private static final int CALLS = 4;

  private final NDManager manager = PyTorch.manager(null);
  private final Random random = new Random(5);

  enum Way {
    COMPUTED,
    EMULATED;

    HalfMatMul in(NDManager manager) {
      return this == COMPUTED ? HalfMatMul.computed(manager) : HalfMatMul.emulated(manager);
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray array(float[] values, long... shape) {
    return manager.create(values, new Shape(shape));
  }

  private NDArray learned(float[] values, long... shape) {
    NDArray array = array(values, shape);
    array.setRequiresGradient(true);
    return array;
  }

  /** Returns numbers of single precision with magnitudes between 1 and 2. */
  private float[] factors(int count) {
    float[] factors = new float[count];
    for (int i = 0; i < count; i++) {
      factors[i] = (1 + random.nextFloat()) * (random.nextBoolean() ? 1 : -1);
    }
    return factors;
  }

  private static float[] rounded(float[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = Half.of(values[i]);
    }
    return rounded;
  }

  /** Returns the rounded {@code a b^T} of matrices whose rows have three elements. */
  private static float[] product(float[] a, float[] b, float[] bias) {
    int columns = b.length / 3;
    float[] c = new float[a.length / 3 * columns];
    for (int i = 0; i < c.length; i++) {
      double sum = bias == null ? 0 : bias[i % columns];
      for (int k = 0; k < 3; k++) {
        sum += (double) a[i / columns * 3 + k] * b[i % columns * 3 + k];
      }
      c[i] = Half.of(sum);
    }
    return c;
  }

  private static float[] transposed(float[] matrix, int columns) {
    int rows = matrix.length / columns;
    float[] transposed = new float[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      transposed[i % columns * rows + i / columns] = matrix[i];
    }
    return transposed;
  }

  /** Returns the result and the gradients of the arguments for a given gradient of the result. */
  private List<float[]> differentiated(
      Function<NDArray[], NDArray> function, float[] gradient, NDArray... arguments) {
    List<float[]> newest = List.of();
    for (int call = 0; call < CALLS; call++) {
      List<float[]> all = new ArrayList<>();
      for (NDArray argument : arguments) {
        argument.getGradient().set(new float[(int) argument.size()]);
      }
      try (Autograd recording = Autograd.recording()) {
        NDArray result = function.apply(arguments);
        assertEquals(DataType.FLOAT32, result.getDataType());
        all.add(result.toFloatArray());
        Autograd.backward(result.mul(array(gradient, result.getShape().getShape())).sum());
      }
      for (NDArray argument : arguments) {
        all.add(argument.getGradient().toFloatArray());
      }
      for (int i = 0; i < newest.size(); i++) {
        assertArrayEquals(newest.get(i), all.get(i), "call " + call);
      }
      newest = all;
    }
    return newest;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "0.1, 0.0999755859375",
    "0.333333333, 0.333251953125",
    "1.00048828125, 1", // a tie is rounded to the even neighbour, here down
    "1.00146484375, 1.001953125", // a tie is rounded to the even neighbour, here up
    "2049, 2048",
    "2051, 2052",
    "65504, 65504",
    "65519.996, 65504",
    "65520, Infinity",
    "1e30, Infinity",
    "6.103515625e-05, 6.103515625e-05", // 2^-14, the smallest normal number
    "6.100535392761230e-05, 6.103515625e-05", // a tie between 2^-14 and the largest subnormal
    "6.097555160522461e-05, 6.097555160522461e-05", // the largest subnormal, 1023 * 2^-24
    "5.960464477539063e-08, 5.960464477539063e-08", // 2^-24, the smallest number
    "2.980232238769531e-08, 0", // a tie between 2^-24 and 0
    "2.98024e-08, 5.960464477539063e-08",
    "NaN, NaN",
  })
  void numbersAreRoundedToTheNearest(float given, float expected) {
    assertEquals(expected, Half.of(given), "the reference");
    for (Way way : Way.values()) {
      for (float sign : new float[] {1, -1}) {
        for (int call = 0; call < CALLS; call++) {
          NDArray one = array(new float[] {1}, 1, 1);
          NDArray x = array(new float[] {sign * given}, 1, 1);
          NDArray y = way.in(manager).linear(x, one, null);
          assertEquals(sign * expected, y.getFloat() + 0f, 0, way + " of " + sign * given);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyNumberOfHalfPrecisionAndEveryMiddleIsRoundedRight(Way way) {
    float[] given = new float[4 * 0x7c00];
    for (int i = 0; i < 0x7c00; i++) { // all finite numbers that are not negative
      double below = value(i);
      double above = i + 1 == 0x7c00 ? 65_536 : value(i + 1);
      float middle = (float) ((below + above) / 2);
      given[4 * i] = (float) below;
      given[4 * i + 1] = Math.nextDown(middle);
      given[4 * i + 2] = middle;
      given[4 * i + 3] = Math.nextUp(middle);
    }
    NDArray x = array(given, given.length, 1);
    float[] actual = way.in(manager).linear(x, array(new float[] {1}, 1, 1), null).toFloatArray();
    assertArrayEquals(rounded(given), actual);
  }

  /** Returns the number with these bits: five of exponent and ten of fraction. */
  private static double value(int bits) {
    int exponent = bits >> 10;
    int fraction = bits & 0x3ff;
    return exponent == 0
        ? Math.scalb((double) fraction, -24)
        : Math.scalb(1024.0 + fraction, exponent - 25);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aLinearLayerRoundsForwardAndBackward(Way way) {
    HalfMatMul products = way.in(manager);
    float[] x = factors(9); // 3 3
    float[] w = factors(9); // 3 3
    float[] b = factors(3);
    float[] gradient = factors(9);
    List<float[]> actual =
        differentiated(
            given -> products.linear(given[0], given[1], given[2]),
            gradient,
            learned(x, 3, 3),
            learned(w, 3, 3),
            learned(b, 3));
    float[] g = rounded(gradient);
    assertArrayEquals(product(rounded(x), rounded(w), rounded(b)), actual.get(0), "y");
    assertArrayEquals(product(g, transposed(rounded(w), 3), null), actual.get(1), "x");
    float[] ofWeight = product(transposed(g, 3), transposed(rounded(x), 3), null);
    assertArrayEquals(ofWeight, actual.get(2), "w");
    float[] ones = {1, 1, 1};
    assertArrayEquals(product(transposed(g, 3), ones, null), actual.get(3), "b");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void gradientsVanishAndOverflow(Way way) {
    HalfMatMul products = way.in(manager);
    NDArray x = learned(new float[] {1, 1, 1}, 1, 3);
    NDArray w = learned(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3, 3);
    float[] gradient = {2e-8f, 1e-7f, 7e4f};
    List<float[]> actual =
        differentiated(given -> products.linear(given[0], given[1], null), gradient, x, w);
    float least = (float) Math.scalb(1.0, -24);
    float[] ofWeight = actual.get(2);
    assertArrayEquals(new float[] {0, 0, 0}, row(ofWeight, 0), "underflow");
    float[] two = {2 * least, 2 * least, 2 * least};
    assertArrayEquals(two, row(ofWeight, 1), "1e-7 is nearest to the second subnormal number");
    assertArrayEquals(new float[] {INFINITY, INFINITY, INFINITY}, row(ofWeight, 2), "overflow");
    float[] scaled = {2e-8f * 65_536, 0, 0};
    float[] kept =
        differentiated(given -> products.linear(given[0], given[1], null), scaled, x, w).get(2);
    assertEquals(Half.of(scaled[0]), kept[0], "the scaled loss keeps it");
  }

  private static float[] row(float[] matrix, int i) {
    return new float[] {matrix[3 * i], matrix[3 * i + 1], matrix[3 * i + 2]};
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void valuesAreWeightedInHalfPrecision(Way way) {
    HalfMatMul products = way.in(manager);
    float[] a = factors(9);
    float[] v = factors(9);
    float[] gradient = factors(9);
    List<float[]> actual =
        differentiated(
            given -> products.weighted(given[0], given[1]),
            gradient,
            learned(a, 1, 1, 3, 3),
            learned(v, 1, 1, 3, 3));
    float[] g = rounded(gradient);
    assertArrayEquals(product(rounded(a), transposed(rounded(v), 3), null), actual.get(0));
    assertArrayEquals(product(g, rounded(v), null), actual.get(1));
    float[] ofValues = product(transposed(rounded(a), 3), transposed(g, 3), null);
    assertArrayEquals(ofValues, actual.get(2));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void scoresAreRoundedBeforeAndAfterTheyAreScaled(Way way) {
    HalfMatMul products = way.in(manager);
    double scale = 1 / Math.sqrt(3);
    float[] q = factors(9);
    float[] k = factors(9);
    float[] gradient = factors(9);
    NDArray mask = array(new float[] {0, MASKED, MASKED, 0, 0, MASKED, 0, 0, 0}, 3, 3);
    List<float[]> actual =
        differentiated(
            given -> products.scores(given[0], given[1], scale, mask),
            gradient,
            learned(q, 1, 1, 3, 3),
            learned(k, 1, 1, 3, 3));
    float[] raw = product(rounded(q), rounded(k), null);
    float[] expected = new float[9];
    float[] g = new float[9]; // the gradient of q k^T
    for (int i = 0; i < 9; i++) {
      boolean seen = i % 3 <= i / 3;
      expected[i] = seen ? Half.of(raw[i] * (double) (float) scale) : MASKED;
      g[i] = seen ? Half.of(Half.of(gradient[i]) * (double) (float) scale) : 0;
    }
    assertArrayEquals(expected, actual.get(0));
    assertArrayEquals(product(g, transposed(rounded(k), 3), null), actual.get(1));
    assertArrayEquals(product(transposed(g, 3), transposed(rounded(q), 3), null), actual.get(2));
  }

  /**
   * Tests that a query of 300 and a key of 300 overflow to infinity, although a quarter would not.
   */
  @ParameterizedTest
  @EnumSource(Way.class)
  void scoresOverflow(Way way) {
    float[] keys = {300, -300, 1, 300};
    float[] queries = {1, 300, 300, 1};
    float[] masks = {
      0, MASKED, MASKED, MASKED, 0, 0, MASKED, MASKED, MASKED, 0, 0, MASKED, 0, 0, 0, 0,
    };
    float nan = Float.NaN;
    float[] expected = {
      75,
      MASKED,
      MASKED,
      MASKED,
      nan,
      nan,
      MASKED,
      MASKED, // the share of the key with all attention is infinity / infinity
      MASKED,
      UNATTENDED,
      75,
      MASKED, // one key has no attention
      75,
      -75,
      0.25f,
      75,
    };
    HalfMatMul products = way.in(manager);
    for (int call = 0; call < CALLS; call++) {
      NDArray scores =
          products.scores(
              array(queries, 1, 1, 4, 1), array(keys, 1, 1, 4, 1), 0.25, array(masks, 4, 4));
      assertArrayEquals(expected, scores.toFloatArray());
    }
    NDArray negative = array(new float[] {300}, 1, 1, 1, 1);
    NDArray only = array(new float[] {0, MASKED}, 1, 2);
    float[] lone =
        products
            .scores(negative, array(new float[] {-300, 1}, 1, 1, 2, 1), 0.25, only)
            .toFloatArray();
    assertArrayEquals(new float[] {nan, MASKED}, lone, "no key is left that it could attend to");
  }

  /** Tests that only the order of sums, and therefore the last place, may differ. */
  @ParameterizedTest
  @CsvSource({"1", "0.02"})
  void theEmulationGivesWhatTheKernelsGive(float std) {
    NDArray x = array(normal(64 * 96, std), 64, 96);
    NDArray w = array(normal(80 * 96, std), 80, 96);
    float[] computed = Way.COMPUTED.in(manager).linear(x, w, null).toFloatArray();
    float[] emulated = Way.EMULATED.in(manager).linear(x, w, null).toFloatArray();
    int equal = 0;
    for (int i = 0; i < computed.length; i++) {
      float unit = Math.max(Math.ulp(emulated[i]) * (1 << 13), (float) Math.scalb(1.0, -24));
      float sum = 1e-5f * std * std; // the error of single precision where terms cancel
      assertEquals(computed[i], emulated[i], unit + sum);
      equal += computed[i] == emulated[i] ? 1 : 0;
    }
    assertTrue(equal > 0.99 * computed.length, equal + " of " + computed.length);
  }

  private float[] normal(int count, float std) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (std * random.nextGaussian());
    }
    return values;
  }
}
