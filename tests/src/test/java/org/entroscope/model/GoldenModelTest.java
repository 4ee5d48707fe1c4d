package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.loss.Loss;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.engine.Autograd;
import org.entroscope.reference.GoldenFile;
import org.entroscope.reference.GoldenFiles;
import org.entroscope.reference.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model in float32 against the golden files, which an independent float64 reference made. */
class GoldenModelTest {

  /** Largest error of a tensor, relative to its largest element. */
  private static final double TOLERANCE = 1e-5;

  /** A tensor no larger than this is zero: what is left are the reference's own rounding errors. */
  private static final double ZERO = 1e-12;

  static Stream<Architecture> architectures() {
    return GoldenFiles.architectures();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void modelIsTheReference(Architecture architecture) throws IOException {
    GoldenFile file = GoldenFiles.read(architecture);
    try (Gpt gpt = Gpt.create(architecture, file.shape().toModelShape(), 1, Device.cpu());
        NDManager manager = gpt.manager().newSubManager()) {
      setParameters(gpt, file);
      compare(gpt, manager, file);
    }
  }

  private static void setParameters(Gpt gpt, GoldenFile file) {
    Map<String, GoldenFile.Tensor> expected = file.parametersOfTheModel();
    Map<String, Parameter> parameters = gpt.namedParameters();
    assertEquals(expected.keySet(), parameters.keySet());
    expected.forEach(
        (name, tensor) -> {
          NDArray array = parameters.get(name).getArray();
          long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
          assertArrayEquals(shape, array.getShape().getShape(), name);
          array.set(floats(tensor.data()));
        });
  }

  private static void compare(Gpt gpt, NDManager manager, GoldenFile file) {
    Reference.Result expected = file.results().get(0).result();
    Capture entropies = Capture.entropies(file.shape().layers());
    NDArray tokens = manager.create(flat(file.tokens())).reshape(file.tokens().length, -1);
    try (Autograd recording = Autograd.recording()) {
      NDArray logits = gpt.forward(tokens, false, entropies);
      NDArray loss =
          Loss.softmaxCrossEntropyLoss()
              .evaluate(new NDList(tokens.get(":, 1:")), new NDList(logits.get(":, :-1")));
      Autograd.backward(loss);
      NDArray stacked = NDArrays.stack(new NDList(entropies.values()));
      assertClose("logits", expected.logits(), logits, TOLERANCE);
      assertClose("entropies", expected.entropies(), stacked, TOLERANCE);
      assertClose("loss", new double[] {expected.crossEntropy()}, loss, TOLERANCE);
    }
    double largest =
        expected.gradients().values().stream().mapToDouble(v -> max(v)).max().orElse(0);
    Map<String, Parameter> parameters = gpt.namedParameters();
    expected
        .gradients()
        .forEach(
            (name, gradient) -> {
              Parameter parameter = parameters.get(name);
              if (parameter != null) { // thresholds are the regulariser's
                assertGradient(name, gradient, parameter.getArray().getGradient(), largest);
              }
            });
  }

  /** A gradient that is zero by theory is small beside the model's largest one. */
  private static void assertGradient(
      String name, double[] expected, NDArray actual, double largest) {
    String what = "gradient of " + name;
    if (max(expected) > ZERO) {
      assertClose(what, expected, actual, TOLERANCE);
    } else {
      double remainder = actual.abs().max().getFloat();
      assertTrue(remainder < TOLERANCE * largest, () -> what + " is not 0 but " + remainder);
    }
  }

  private static void assertClose(String what, double[] expected, NDArray array, double tolerance) {
    float[] actual = array.toFloatArray();
    assertEquals(expected.length, actual.length, what);
    double scale = max(expected);
    for (int i = 0; i < actual.length; i++) {
      double error = Math.abs(actual[i] - expected[i]) / scale;
      String message =
          "%s: element %d is %g, the reference says %g, an error of %.1e of the largest element. %s"
              .formatted(what, i, actual[i], expected[i], error, GoldenFiles.HOW_TO_MAKE_AGAIN);
      assertTrue(error < tolerance, message); // false for NaN
    }
  }

  private static double max(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
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
