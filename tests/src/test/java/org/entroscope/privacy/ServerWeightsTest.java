package org.entroscope.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.model.Gpt;
import org.entroscope.model.Weights;
import org.entroscope.reference.GoldenFile;
import org.entroscope.reference.GoldenFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares folded weights in the plain model with the golden files. */
class ServerWeightsTest {

  /** The tolerance relative to the largest logit. The weights are float32. */
  private static final double TOLERANCE = 1e-5;

  static Stream<Architecture> architectures() {
    return GoldenFiles.architectures().filter(a -> !a.queryKeyNorm());
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void foldingKeepsTheLogits(Architecture architecture) throws IOException {
    GoldenFile file = GoldenFiles.read(architecture);
    try (Gpt gpt = Gpt.create(architecture, file.shape().toModelShape(), 1, Device.cpu())) {
      Map<String, float[]> values = new LinkedHashMap<>();
      file.values().forEach((name, value) -> values.put(name, narrowed(value)));
      Weights.assign(gpt, values);
      assertLogits(file, ModelWeights.of(gpt));
    }
  }

  private static void assertLogits(GoldenFile file, ModelWeights folded) {
    PlainModel model = new PlainModel(folded);
    double[] expected = file.results().get(0).result().logits();
    double largest = 0;
    for (double logit : expected) {
      largest = Math.max(largest, Math.abs(logit));
    }
    int at = 0;
    for (int[] tokens : file.tokens()) {
      for (double[] row : model.logits(folded.embed(tokens))) {
        for (double logit : row) {
          assertEquals(expected[at++], logit, TOLERANCE * largest, folded.toString());
        }
      }
    }
    assertEquals(expected.length, at);
  }

  @Test
  void aTrainedModelsWeightsAreExecutable() {
    ModelShape shape = new ModelShape(1, 2, 4, 3, 8);
    try (Gpt gpt = Gpt.create(Architecture.of("SM + SN(FFN)"), shape, 1, Device.cpu())) {
      ModelWeights folded = ModelWeights.of(gpt);
      assertEquals(gpt.shape(), folded.shape());
      assertEquals(
          ModelWeights.random(Architecture.of("SM"), shape, 1).arrays().keySet(),
          folded.arrays().keySet());
      SecureRun run = SecureInference.run(folded, 1, 2, 3);
      double[][] plain = new PlainModel(folded).logits(folded.embed(1, 2, 3));
      assertTrue(MeasuredLadder.largestDifference(plain, run.logits()) < 5e-4);
    }
  }

  @Test
  void refusesLayerNormsOfQueriesAndKeys() {
    Architecture architecture =
        GoldenFiles.architectures().filter(Architecture::queryKeyNorm).findFirst().orElseThrow();
    try (Gpt gpt = Gpt.create(architecture, new ModelShape(1, 2, 4, 3, 8), 1, Device.cpu())) {
      var refusal = assertThrows(IllegalArgumentException.class, () -> ModelWeights.of(gpt));
      assertTrue(refusal.getMessage().contains(architecture.toString()), refusal.getMessage());
    }
  }

  private static float[] narrowed(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
