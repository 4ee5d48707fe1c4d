package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests randomly damaged tokenizers in a separate JVM, which must survive all of them. For manual
 * runs, {@code -Dentroscope.fuzz=20000} sets their number.
 */
class TokenizerFuzzTest {

  @Test
  void noDamagedTokenizerEndsTheJvm() throws IOException, InterruptedException {
    int count = Integer.getInteger("entroscope.fuzz", 60);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    TokenizerFuzz.class.getName(),
                    String.valueOf(count),
                    "1"))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains(count + " tokenizers of seed 1: "), said);
    System.out.println(said.strip().lines().reduce((first, last) -> last).orElseThrow());
  }
}
