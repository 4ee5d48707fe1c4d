package org.entroscope.privacy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureInferenceTest {

  private static final ModelShape TINY = new ModelShape(1, 2, 4, 3, 8);

  @Test
  void logitsAgreeAndEveryOperationIsMeasured() {
    ModelWeights weights = ModelWeights.random(Architecture.of("SM + LN + R"), TINY, 1);
    SecureRun run = SecureInference.run(weights, 2, 7, 1);
    double[][] plain = new PlainModel(weights).logits(weights.embed(2, 7, 1));
    assertTrue(MeasuredLadder.largestDifference(plain, run.logits()) < 5e-4);

    List<String> operations = run.byOperation().stream().map(OperationCost::operation).toList();
    assertTrue(
        operations.containsAll(List.of("softmax", "LayerNorm", "ReLU", "feed-forward")),
        operations::toString);
    for (OperationCost cost : run.costs()) {
      boolean local = cost.operation().equals("residual");
      assertEquals(local, cost.bytes() == 0, cost::toString);
      assertEquals(local, cost.rounds() == 0, cost::toString);
    }
    OperationCost total = run.total();
    assertEquals(run.costs().stream().mapToLong(OperationCost::bytes).sum(), total.bytes());
    assertEquals(run.byOperation().size() + 1, run.operationTable().rowCount());
    assertTrue(run.toString().contains("INSECURE"), run::toString);
    assertFalse(run.toString().contains("" + run.logits()[0][0]));
  }

  /** Each element of the feed-forward network needs one ReLU, for 3 tokens times 4 d elements. */
  @Test
  void materialAddsUp() {
    ModelWeights weights = ModelWeights.random(Architecture.of("SM + R"), TINY, 2);
    SecureRun run = SecureInference.run(weights, 1, 2, 3);
    OperationCost relu = of(run, "ReLU");
    assertEquals(0, relu.triples() % (3 * 16));
    assertEquals(100L * 3 * 16, relu.randomBits());
    // every output of a linear layer needs d or 4 d triples and one truncation of 100 bits
    OperationCost feedForward = of(run, "feed-forward");
    assertEquals(2L * 3 * 16 * 4, feedForward.triples());
    assertEquals(100L * 3 * (16 + 4), feedForward.randomBits());
  }

  private static OperationCost of(SecureRun run, String operation) {
    return run.byOperation().stream()
        .filter(cost -> cost.operation().equals(operation))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void interruptEndsTheExecution() throws Exception {
    ModelWeights weights =
        ModelWeights.random(Architecture.of("SM + LN + G"), new ModelShape(9, 2, 8, 8, 8), 1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread cell =
        new Thread(
            () -> {
              try {
                SecureInference.run(weights, 1, 2, 3, 4, 5, 6, 7, 0);
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            });
    cell.start();
    Thread.sleep(500);
    cell.interrupt();
    cell.join(5000);
    assertFalse(cell.isAlive());
    assertTrue(thrown.get() instanceof CancellationException, () -> "" + thrown.get());
  }

  @Test
  void filesRoundTrip(@TempDir Path folder) throws Exception {
    ModelWeights weights = ModelWeights.random(Architecture.of("SM(t) + ScFuFFN"), TINY, 3);
    weights.write(folder.resolve("weights.json"));
    ModelWeights again = ModelWeights.read(folder.resolve("weights.json"));
    assertEquals(weights.architecture(), again.architecture());
    for (String name : weights.arrays().keySet()) {
      assertArrayEquals(weights.array(name), again.array(name));
    }
    ClientInput input = ClientInput.of(weights, 4, 5);
    input.write(folder.resolve("input.json"));
    ClientInput back = ClientInput.read(folder.resolve("input.json"));
    assertEquals(2, back.tokens());
    assertEquals(input.embeddings()[1][3], back.embeddings()[1][3]);
  }

  @Test
  void refusesWeightsThatDoNotFit() {
    Map<String, double[]> arrays =
        new HashMap<>(ModelWeights.random(Architecture.of("SM"), TINY, 1).arrays());
    arrays.put("layer.0.ffn.in.weight", new double[3]);
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ModelWeights(Architecture.of("SM"), TINY, arrays));
    assertTrue(wrong.getMessage().contains("layer.0.ffn.in.weight with 64 values; it has 3"));
    ModelWeights weights = ModelWeights.random(Architecture.of("SM"), TINY, 1);
    assertThrows(IllegalArgumentException.class, () -> weights.embed(8));
    assertThrows(IllegalArgumentException.class, () -> weights.embed(1, 1, 1, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> ModelWeights.random(Architecture.of("SM + QKN"), TINY, 1));
  }

  /**
   * On a class path without FRESCO, everything else works and the message names the missing
   * artifacts.
   */
  @Test
  void saysWhatToAddWhereFrescoIsMissing() throws Exception {
    URL[] without =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("fresco"))
            .map(SecureInferenceTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader(without, ClassLoader.getPlatformClassLoader())) {
      Class<?> model = loader.loadClass("org.entroscope.privacy.CostModel");
      assertTrue(model.getMethod("paper").invoke(null).toString() != null);
      Class<?> secure = loader.loadClass("org.entroscope.privacy.SecureInference");
      Class<?> weights = loader.loadClass("org.entroscope.privacy.ModelWeights");
      InvocationTargetException thrown =
          assertThrows(
              InvocationTargetException.class,
              () -> secure.getMethod("run", weights, int[].class).invoke(null, null, new int[0]));
      assertTrue(thrown.getCause() instanceof IllegalStateException, thrown.getCause()::toString);
      assertTrue(thrown.getCause().getMessage().contains("dk.alexandra.fresco:spdz:1.3.4"));
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
