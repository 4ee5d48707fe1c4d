package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the options of the kernel's JVM if it is not started by a shell, as on Windows. */
class KernelStarterTest {

  @Test
  void wordsAreThoseBetweenSpaces() {
    assertEquals(List.of(), KernelStarter.options(null));
    assertEquals(List.of(), KernelStarter.options("  "));
    assertEquals(List.of("-Xmx8g", "-Da=b"), KernelStarter.options(" -Xmx8g  -Da=b "));
    assertEquals(
        List.of("-Da=C:\\Ada L\\x", "-Db=c d", "-De="),
        KernelStarter.options("-Da=\"C:\\Ada L\\x\" \"-Db=c d\" -De=\"\""));
  }
}
