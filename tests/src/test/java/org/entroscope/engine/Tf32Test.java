package org.entroscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the chosen precision is used. TF32 comes from the environment, for the whole process.
 */
class Tf32Test {

  private static final Map<String, String> SET = Map.of(Precision.TF32_VARIABLE, "1");
  private static final Map<String, String> UNSET = Map.of();

  private static String refusal(
      Precision precision, Device device, Map<String, String> environment) {
    return assertThrows(IllegalStateException.class, () -> precision.check(device, environment))
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "", "true"})
  void onlyOneSwitchesItOn(String value) {
    Map<String, String> environment = Map.of(Precision.TF32_VARIABLE, value);
    assertEquals(Precision.FLOAT32, Precision.usual(Device.gpu(), environment));
    assertEquals(Precision.TF32, Precision.usual(Device.gpu(), SET));
    assertEquals(Precision.FLOAT32, Precision.usual(Device.cpu(), SET));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aGpuComputesWhatWasChosenOrRefuses(Precision precision) {
    if (precision == Precision.TF32) {
      precision.check(Device.gpu(), SET);
      assertTrue(refusal(precision, Device.gpu(), UNSET).contains("OVERRIDE=1 in the environment"));
      assertTrue(refusal(precision, Device.cpu(), SET).contains("format of NVIDIA GPUs"));
    } else {
      precision.check(Device.gpu(), UNSET);
      precision.check(Device.cpu(), SET);
      String said = refusal(precision, Device.gpu(), SET);
      assertTrue(said.contains("to use " + precision + ", start a process without it"), said);
    }
  }
}
