package org.entroscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineReportTest {

  @Test
  void theEngineOfThisProcessIsTold() {
    EngineReport report = EngineReport.current();
    assertTrue(report.engine().startsWith("PyTorch 2."), report::toString);
    assertTrue(report.threads() >= 1);
    assertEquals(report.device().startsWith("gpu"), report.withoutGpu().isEmpty());
    assertTrue(report.toString().contains("products " + report.products()), report::toString);
    assertTrue(report.toString().contains("Java     " + Runtime.version()));
  }

  @Test
  void theFirstObstacleIsNamed() {
    assertEquals(
        "no CUDA runtime library was found, so there is no NVIDIA GPU or no driver; this PyTorch"
            + " was built without CUDA, too",
        EngineReport.whyNoGpu(false, false, 0, Map.of()));
    assertTrue(
        EngineReport.whyNoGpu(false, true, 1, Map.of()).contains("build with the Maven profile"));
    assertEquals(
        "CUDA_VISIBLE_DEVICES is '', which hides every GPU",
        EngineReport.whyNoGpu(true, true, 0, Map.of("CUDA_VISIBLE_DEVICES", "")));
    assertEquals("the driver shows no GPU", EngineReport.whyNoGpu(true, true, 0, Map.of()));
    assertTrue(EngineReport.whyNoGpu(true, true, 2, Map.of()).contains("CUDA version"));
  }
}
