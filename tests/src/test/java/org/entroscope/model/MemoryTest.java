package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.BaseNDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.junit.jupiter.api.Test;

/** Tests that methods that a notebook calls repeatedly do not leak native memory. */
class MemoryTest {

  private static final long PAGE = 4096;
  private static final long ALLOWED = 200L << 20;
  private static final ModelShape SHAPE = new ModelShape(4, 4, 32, 64, 256);

  @Test
  void conveniencesLeaveNothingBehind() throws IOException {
    try (Gpt gpt = Randomised.gpt(Architecture.of("SM(t) + SN(FFN)"), SHAPE, 1)) {
      int[] tokens = Randomised.tokens(SHAPE, 64, 1);
      int arrays = ((BaseNDManager) gpt.manager()).getManagedArrays().size();
      work(gpt, tokens, 10);
      touchHeap();
      // a leak grows every time, while Java's heap, which counts as resident too, grows only
      // sometimes
      long grown = Long.MAX_VALUE;
      for (int i = 0; i < 3 && grown >= ALLOWED; i++) {
        long before = resident();
        work(gpt, tokens, 80);
        grown = Math.min(grown, resident() - before);
      }
      long least = grown;
      assertEquals(arrays, ((BaseNDManager) gpt.manager()).getManagedArrays().size());
      // the count of arrays is the stricter test, and this one covers arrays that belong to no
      // manager
      assertTrue(least < ALLOWED, () -> "grew by " + (least >> 20) + " MiB each time");
    }
  }

  private static void work(Gpt gpt, int[] tokens, int times) {
    Hook tap = Intervention.on(1, 2).uniform().and(Intervention.on(2).off());
    for (int i = 0; i < times; i++) {
      gpt.entropy(tokens, tap);
      gpt.attention(tokens, 3, 3);
      gpt.runWithCache(tokens, "layer.*.attention.probabilities", "layer.*.ffn.hidden");
      gpt.generate(tokens, 3, Sampling.topK(5, 1, i), Hook.NONE);
      gpt.folded().close();
    }
  }

  /** Fills Java's heap with garbage, so that the heap counts as resident before the measurement. */
  private static void touchHeap() {
    long sum = 0;
    for (int i = 0; i < 40_000; i++) {
      sum += new byte[64 << 10].length;
    }
    assertEquals(40_000L * (64 << 10), sum);
  }

  private static long resident() throws IOException {
    Path statistics = Path.of("/proc/self/statm"); // on Linux; elsewhere only arrays are counted
    return Files.exists(statistics)
        ? Long.parseLong(Files.readString(statistics).split(" ")[1]) * PAGE
        : 0;
  }
}
