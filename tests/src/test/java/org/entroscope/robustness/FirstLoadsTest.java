package org.entroscope.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests an interrupt during the first use of Tablesaw or of PyTorch's native library in a JVM. The
 * interrupt is neither lost nor does it damage the library. {@code tests/upstream.md} describes
 * what the libraries do on their own.
 */
class FirstLoadsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"table", "training"})
  void anInterruptDuringAFirstLoadIsKept(String what) throws Exception {
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FirstLoadsChild.class.getName(),
                what)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      String printed = Files.readString(output);
      assertEquals("true 0", ended + " " + (ended ? process.exitValue() : -1), printed);
      assertEquals(
          FirstLoadsChild.KEPT,
          printed
              .lines()
              .filter(line -> line.startsWith("the interrupt"))
              .findFirst()
              .orElse(printed));
    } finally {
      process.destroyForcibly();
    }
  }
}
