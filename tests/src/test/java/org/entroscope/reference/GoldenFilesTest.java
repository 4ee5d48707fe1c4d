package org.entroscope.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that the golden files agree with the reference. {@code -Dgolden.write=true} regenerates
 * them.
 */
class GoldenFilesTest {
  private static final long LARGEST_TOTAL = 3_000_000;

  static Stream<Architecture> architectures() {
    return GoldenCases.architectures();
  }

  @BeforeAll
  static void writeThemIfAsked() throws IOException {
    if (Boolean.getBoolean("golden.write")) {
      GoldenFiles.write(GoldenFiles.FOLDER);
    }
  }

  @Test
  void everyArchitectureHasAFileAndNoFileIsLeftOver() throws IOException {
    Set<String> expected =
        architectures().map(GoldenFile::name).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(architectures().count(), expected.size(), "two architectures share a file");
    Set<String> actual = new TreeSet<>();
    long total = 0;
    try (Stream<Path> files = Files.list(GoldenFiles.FOLDER)) {
      for (Path file : files.toList()) {
        actual.add(file.getFileName().toString());
        total += Files.size(file);
      }
    }
    assertEquals(expected, actual, GoldenFiles.HOW_TO_MAKE_AGAIN);
    assertTrue(total < LARGEST_TOTAL, "the golden files have " + total + " bytes");
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void fileIsWhatTheReferenceComputes(Architecture architecture) throws IOException {
    GoldenFile file = GoldenFiles.read(architecture);
    GoldenFile today = GoldenFile.of(architecture);
    assertEquals(architecture, Architecture.of(file.architecture()));
    assertEquals(today.shape(), file.shape());
    assertArrayEquals(today.tokens(), file.tokens(), GoldenFiles.HOW_TO_MAKE_AGAIN);
    assertEquals(today.parameters().keySet(), file.parameters().keySet());
    today
        .parameters()
        .forEach(
            (name, tensor) -> {
              GoldenFile.Tensor written = file.parameters().get(name);
              assertArrayEquals(tensor.shape(), written.shape(), name);
              assertSame(name, tensor.data(), written.data());
            });
    assertEquals(today.results().size(), file.results().size());
    for (int i = 0; i < today.results().size(); i++) {
      assertEquals(today.results().get(i).regulariser(), file.results().get(i).regulariser());
      assertSame(today.results().get(i).result(), file.results().get(i).result());
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void penaltiesMatter(Architecture architecture) throws IOException {
    GoldenFile file = GoldenFiles.read(architecture);
    for (GoldenFile.Expected expected : file.results()) {
      Reference.Result result = expected.result();
      ReferenceRegulariser regulariser = expected.regulariser();
      double lambda = regulariser == null ? 0 : regulariser.lambda();
      assertEquals(result.crossEntropy() + lambda * result.penalty(), result.loss(), 1e-12);
      if (lambda > 0) {
        double share = lambda * result.penalty() / result.loss();
        assertTrue(share > 0.1 && share < 0.9, regulariser + " has a share of " + share);
        assertSomeTolerated(file, result.entropies(), regulariser);
      }
    }
  }

  /**
   * Checks that some deviations are penalised and some are tolerated, and that none is so close to
   * the margin that float32 might decide differently.
   */
  private static void assertSomeTolerated(
      GoldenFile file, double[] entropies, ReferenceRegulariser regulariser) {
    GoldenFile.Shape shape = file.shape();
    int batch = file.tokens().length;
    double[] thresholds = file.values().get("threshold");
    List<Double> deviations = new ArrayList<>();
    for (int head = 0; head < shape.layers() * shape.heads(); head++) {
      double mean = 0;
      for (int b = 0; b < batch; b++) {
        for (int i = 0; i < shape.context(); i++) {
          int row = (head / shape.heads() * batch + b) * shape.heads() + head % shape.heads();
          double share = entropies[row * shape.context() + i] / Math.log(shape.context());
          mean += share / (batch * shape.context());
          if (regulariser.reduction() == ReferenceRegulariser.Reduction.AUTHORS) {
            deviations.add(Math.abs(share - thresholds[head]));
          }
        }
      }
      if (regulariser.reduction() == ReferenceRegulariser.Reduction.ALGORITHM_1) {
        deviations.add(Math.abs(mean - thresholds[head]));
      }
    }
    String all = regulariser + " sees deviations of " + deviations;
    assertTrue(deviations.stream().anyMatch(delta -> delta > regulariser.gamma()), all);
    assertTrue(deviations.stream().anyMatch(delta -> delta < regulariser.gamma()), all);
    assertTrue(
        deviations.stream().noneMatch(delta -> Math.abs(delta - regulariser.gamma()) < 1e-4), all);
  }

  private static void assertSame(Reference.Result today, Reference.Result written) {
    assertSame("logits", today.logits(), written.logits());
    assertSame("entropies", today.entropies(), written.entropies());
    assertSame(
        "losses",
        new double[] {today.loss(), today.crossEntropy(), today.penalty()},
        new double[] {written.loss(), written.crossEntropy(), written.penalty()});
    assertEquals(today.gradients().keySet(), written.gradients().keySet());
    today
        .gradients()
        .forEach((name, gradient) -> assertSame(name, gradient, written.gradients().get(name)));
  }

  /**
   * Compares values with a tolerance, because exp may differ in the last digit on another
   * processor.
   */
  private static void assertSame(String name, double[] today, double[] written) {
    assertArrayEquals(
        today, written, 1e-12, () -> name + " differs. " + GoldenFiles.HOW_TO_MAKE_AGAIN);
  }
}
