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
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.loss.Loss;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.engine.Autograd;
import org.entroscope.reference.GoldenFile;
import org.entroscope.reference.GoldenFiles;
import org.entroscope.reference.Reference;
import org.entroscope.reference.ReferenceRegulariser;
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
    for (GoldenFile.Expected expected : file.results()) {
      try (Gpt gpt = Gpt.create(architecture, file.shape().toModelShape(), 1, Device.cpu());
          NDManager manager = gpt.manager().newSubManager()) {
        setParameters(gpt, file);
        compare(gpt, manager, file, expected);
      }
    }
  }

  private static void setParameters(Gpt gpt, GoldenFile file) {
    Map<String, GoldenFile.Tensor> expected = file.parametersOfTheModel();
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
    Map<String, NDArray> learned = new HashMap<>();
    gpt.namedParameters().forEach((name, parameter) -> learned.put(name, parameter.getArray()));
    NDArray thresholds = thresholds(manager, file);
    learned.put("threshold", thresholds);
    NDArray tokens = manager.create(flat(file.tokens())).reshape(file.tokens().length, -1);
    Capture captured = Capture.entropies(file.shape().layers());
    try (Autograd recording = Autograd.recording()) {
      NDArray logits = gpt.forward(tokens, false, captured); // B T V
      NDArray entropies = NDArrays.stack(new NDList(captured.values())); // L B H T
      NDArray crossEntropy =
          Loss.softmaxCrossEntropyLoss()
              .evaluate(new NDList(tokens.get(":, 1:")), new NDList(logits.get(":, :-1")));
      NDArray loss = crossEntropy;
      if (expected.regulariser() != null) {
        NDArray penalty = penalty(entropies, thresholds, expected.regulariser());
        assertClose("penalty", new double[] {result.penalty()}, penalty);
        loss = loss.add(penalty.mul(expected.regulariser().lambda()));
      }
      Autograd.backward(loss);
      assertClose("logits", result.logits(), logits);
      assertClose("entropies", result.entropies(), entropies);
      assertClose("cross entropy", new double[] {result.crossEntropy()}, crossEntropy);
      assertClose("loss", new double[] {result.loss()}, loss);
    }
    double largest =
        result.gradients().values().stream().mapToDouble(GoldenModelTest::max).max().orElseThrow();
    result
        .gradients()
        .forEach((name, gradient) -> assertGradient(name, gradient, learned.get(name), largest));
  }

  /** The thresholds, L x H, of a model that has them, else null. */
  private static NDArray thresholds(NDManager manager, GoldenFile file) {
    GoldenFile.Tensor tensor = file.parameters().get("threshold");
    if (tensor == null) {
      return null;
    }
    NDArray thresholds = manager.create(floats(tensor.data()), new Shape(longs(tensor.shape())));
    thresholds.setRequiresGradient(true);
    return thresholds;
  }

  /** The regulariser of Section 4 on the model's entropies, L B H T. */
  private static NDArray penalty(
      NDArray entropies, NDArray thresholds, ReferenceRegulariser regulariser) {
    Shape shape = entropies.getShape();
    double queries = shape.get(1) * shape.get(3);
    double maximum = Math.log(shape.get(3));
    NDArray targets = thresholds.mul(maximum).reshape(shape.get(0), 1, shape.get(2), 1);
    NDArray judged =
        regulariser.reduction() == ReferenceRegulariser.Reduction.AUTHORS
            ? entropies
            : entropies.sum(new int[] {1, 3}, true).div(queries);
    NDArray deviation = judged.sub(targets);
    NDArray penalised = deviation.abs().gt(regulariser.gamma() * maximum);
    double heads = shape.get(0) * shape.get(2);
    return deviation.square().mul(penalised.toType(DataType.FLOAT32, false)).sum().div(heads);
  }

  /** A gradient that is zero by theory is small beside the model's largest one. */
  private static void assertGradient(
      String name, double[] expected, NDArray parameter, double largest) {
    String what = "gradient of " + name;
    if (name.equals("threshold") && !parameter.hasGradient()) {
      assertEquals(0, max(expected), what);
      return;
    }
    NDArray actual = parameter.getGradient();
    if (max(expected) > ZERO) {
      assertClose(what, expected, actual);
    } else {
      double remainder = actual.abs().max().getFloat();
      assertTrue(remainder < TOLERANCE * largest, () -> what + " is not 0 but " + remainder);
    }
  }

  private static void assertClose(String what, double[] expected, NDArray array) {
    float[] actual = array.toFloatArray();
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
