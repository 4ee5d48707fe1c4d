package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests a kernel whose JVM has options but is not started by a shell, as on Windows. */
@Tag("slow")
class KernelStarterIT {

  @Test
  void theKernelHasTheOptionsAndEndsWithTheProcessThatJupyterSees() throws Exception {
    Map<String, String> variables =
        Map.of("ENTROSCOPE_JAVA_OPTS", "-Xmx300m \"-Dof.test=two words\"");
    ProcessHandle inner;
    try (KernelProcess kernel = KernelProcess.startWith(variables)) {
      assertEquals("two words", kernel.execute("System.getProperty(\"of.test\")").result());
      String heap = kernel.execute("Runtime.getRuntime().maxMemory() >> 20").result();
      assertTrue(Integer.parseInt(heap) <= 300, heap);
      long number = Long.parseLong(kernel.execute("ProcessHandle.current().pid()").result());
      assertTrue(number != kernel.handle().pid(), "a second JVM is the kernel");
      inner = ProcessHandle.of(number).orElseThrow();
      assertTrue(inner.isAlive());
    } // kills the first JVM
    inner.onExit().get(60, TimeUnit.SECONDS);
  }
}
