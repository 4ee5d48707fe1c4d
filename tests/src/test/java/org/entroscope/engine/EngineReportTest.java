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

  private static String obstacle(
      boolean built, boolean driver, boolean runtime, int gpus, String refusal, String visible) {
    Map<String, String> environment =
        visible == null ? Map.of() : Map.of("CUDA_VISIBLE_DEVICES", visible);
    return new Cuda(driver, runtime, gpus, refusal).obstacle(built, environment);
  }

  @Test
  void theFirstObstacleIsNamed() {
    assertEquals(
        "no NVIDIA driver was found; this PyTorch was also built without CUDA",
        obstacle(false, false, true, 0, "driver version is insufficient", null));
    assertEquals(
        "no NVIDIA driver was found", obstacle(true, false, false, 0, "", "0"), "built for one");
    assertTrue(obstacle(true, true, false, 0, "", null).contains("-Djna.library.path=FOLDER"));
    assertEquals(
        "CUDA_VISIBLE_DEVICES is '', which hides every GPU",
        obstacle(true, true, true, 0, "no CUDA-capable device is detected", ""));
    assertEquals(
        "CUDA finds no GPU: no CUDA-capable device is detected",
        obstacle(true, true, true, 0, "no CUDA-capable device is detected", null));
    assertTrue(obstacle(false, true, true, 1, "", null).contains("'notebooks/lab --device gpu'"));
    assertTrue(
        obstacle(false, true, false, 0, "", null).contains("'notebooks/lab --device gpu'"),
        "the build that lab downloads brings CUDA's runtime library");
    assertEquals(
        "ENTROSCOPE_DEVICE is cpu",
        new Cuda(true, true, 1, "").obstacle(false, Map.of("ENTROSCOPE_DEVICE", "cpu")));
    assertTrue(
        obstacle(true, true, true, 2, "", null).contains("built for another version of CUDA"));
  }

  @Test
  void thisMachineIsLookedAtWithoutFailing() {
    Cuda cuda = Cuda.ofThisMachine();
    assertTrue(cuda.gpus() == 0 || cuda.runtime(), cuda::toString);
    assertTrue(cuda.runtime() || cuda.refusal().isEmpty(), cuda::toString);
  }
}
