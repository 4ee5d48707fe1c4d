package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.component.EntropyRegulariser;
import org.entroscope.engine.Autograd;
import org.entroscope.reference.GoldenFile;
import org.entroscope.reference.GoldenFiles;
import org.entroscope.reference.Reference;
import org.entroscope.reference.ReferenceRegulariser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the model in float32 with the golden files of an independent float64 reference. */
class GoldenModelTest {

  /** The largest allowed error of a tensor, relative to its largest element. */
  private static final double TOLERANCE = 1e-5;

  /**
   * The limit below which a tensor counts as zero. What remains is the rounding of the reference.
   */
  private static final double ZERO = 1e-12;

  static Stream<Architecture> architectures() {
    return GoldenFiles.architectures();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void modelIsTheReference(Architecture architecture) throws IOException {
    GoldenFile file = GoldenFiles.read(architecture);
    for (GoldenFile.Expected expected : file.results()) {
      try (Gpt gpt = Gpt.create(architecture, file.shape().toModelShape(), 1, Device.cpu());
          NDManager manager = gpt.manager().newSubManager()) {
        setParameters(gpt, file);
        compare(gpt, manager, file, expected);
      }
    }
  }

  private static void setParameters(Gpt gpt, GoldenFile file) {
    Map<String, GoldenFile.Tensor> expected = file.parameters();
    Map<String, Parameter> parameters = gpt.namedParameters();
    assertEquals(expected.keySet(), parameters.keySet());
    expected.forEach(
        (name, tensor) -> {
          NDArray array = parameters.get(name).getArray();
          assertArrayEquals(longs(tensor.shape()), array.getShape().getShape(), name);
          array.set(floats(tensor.data()));
        });
  }

  private static void compare(
      Gpt gpt, NDManager manager, GoldenFile file, GoldenFile.Expected expected) {
    Reference.Result result = expected.result();
    NDArray tokens = manager.create(flat(file.tokens())).reshape(file.tokens().length, -1);
    Capture captured = Capture.entropies();
    try (Autograd recording = Autograd.recording()) {
      NDArray logits = gpt.forward(tokens, false, captured); // B T V
      NDArray entropies = NDArrays.stack(new NDList(captured.values())); // L B H T
      NDArray crossEntropy = NextTokenLoss.of(logits, tokens);
      NDArray loss = crossEntropy;
      if (expected.regulariser() != null) {
        EntropyRegulariser regulariser = regulariser(expected.regulariser());
        NDArray thresholds = gpt.namedParameters().get("threshold").getArray();
        NDArray penalty = regulariser.penalty(entropies, thresholds);
        assertClose("penalty", new double[] {result.penalty()}, penalty);
        loss = loss.add(regulariser.term(entropies, thresholds));
      }
      collectGarbage(manager);
      Autograd.backward(loss);
      assertClose("logits", result.logits(), logits);
      assertClose("entropies", result.entropies(), entropies);
      assertClose("cross entropy", new double[] {result.crossEntropy()}, crossEntropy);
      assertClose("loss", new double[] {result.loss()}, loss);
    }
    double largest =
        result.gradients().values().stream().mapToDouble(GoldenModelTest::max).max().orElseThrow();
    Map<String, Parameter> parameters = gpt.namedParameters();
    result
        .gradients()
        .forEach(
            (name, gradient) ->
                assertGradient(name, gradient, parameters.get(name).getArray(), largest));
  }

  /**
   * Frees what Java no longer refers to and overwrites the memory, as happens in any longer
   * training. Data that the backward pass needs must not be freed.
   */
  private static void collectGarbage(NDManager manager) {
    System.gc();
    try (NDManager scratch = manager.newSubManager()) {
      Thread.sleep(20); // the garbage collector frees direct memory on a separate thread
      for (int i = 0; i < 1000; i++) {
        scratch.create(1e6f + i);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static EntropyRegulariser regulariser(ReferenceRegulariser reference) {
    EntropyRegulariser.Reduction reduction =
        switch (reference.reduction()) {
          case ALGORITHM_1 -> EntropyRegulariser.Reduction.ALGORITHM_1;
          case AUTHORS -> EntropyRegulariser.Reduction.AUTHORS_SUM;
        };
    return new EntropyRegulariser(reduction, reference.lambda(), reference.gamma(), 0.5, 1);
  }

  /**
   * Checks a gradient. A gradient that is zero in theory must be small relative to the largest one.
   */
  private static void assertGradient(
      String name, double[] expected, NDArray parameter, double largest) {
    String what = "gradient of " + name;
    NDArray actual = parameter.getGradient();
    if (max(expected) > ZERO) {
      assertClose(what, expected, actual);
    } else {
      double remainder = actual.abs().max().getFloat();
      assertTrue(remainder < TOLERANCE * largest, () -> what + " is not 0 but " + remainder);
    }
  }

  private static void assertClose(String what, double[] expected, NDArray array) {
    double[] actual = array.toType(DataType.FLOAT64, false).toDoubleArray();
    assertEquals(expected.length, actual.length, what);
    double scale = max(expected);
    for (int i = 0; i < actual.length; i++) {
      double error = Math.abs(actual[i] - expected[i]) / scale;
      String message =
          "%s: element %d is %g, the reference says %g, an error of %.1e of the largest element. %s"
              .formatted(what, i, actual[i], expected[i], error, GoldenFiles.HOW_TO_MAKE_AGAIN);
      assertTrue(error < TOLERANCE, message); // false for NaN
    }
  }

  private static double max(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  private static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static int[] flat(int[][] tokens) {
    return Arrays.stream(tokens).flatMapToInt(Arrays::stream).toArray();
  }
}
