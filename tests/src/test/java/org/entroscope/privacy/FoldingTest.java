package org.entroscope.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.io.IOException;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.model.Gpt;
import org.entroscope.reference.GoldenFile;
import org.entroscope.reference.GoldenFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folded weights in the plain model against the golden files. */
class FoldingTest {

  static Stream<Architecture> architectures() {
    return GoldenFiles.architectures().filter(a -> !a.queryKeyNorm());
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void foldingKeepsTheLogits(Architecture architecture) throws IOException {
    GoldenFile file = GoldenFiles.read(architecture);
    ModelWeights folded = Folding.fold(architecture, file.shape().toModelShape(), file.values());
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
          assertEquals(expected[at++], logit, 1e-9 * largest, architecture.toString());
        }
      }
    }
    assertEquals(expected.length, at);
  }

  @Test
  void takesAModelAsItIs() {
    ModelShape shape = new ModelShape(1, 2, 4, 3, 8);
    try (Gpt gpt = Gpt.create(Architecture.of("SM + SN(FFN)"), shape, 1, Device.cpu())) {
      ModelWeights folded = Folding.fold(gpt);
      assertEquals(gpt.shape(), folded.shape());
      assertEquals(
          ModelWeights.random(Architecture.SM, shape, 1).arrays().keySet(),
          folded.arrays().keySet());
      SecureRun run = SecureInference.run(folded, 1, 2, 3);
      double[][] plain = new PlainModel(folded).logits(folded.embed(1, 2, 3));
      assertTrue(MeasuredLadder.largestDifference(plain, run.logits()) < 5e-4);
    }
  }
}
