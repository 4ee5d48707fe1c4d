package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.entroscope.engine.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests the scaler with traces of PyTorch's GradScaler, which are derived by hand from its
 * documentation.
 */
class LossScalerTest {

  private final LossScaler scaler = LossScaler.of(Precision.FLOAT16);

  private void made(int steps) {
    for (int i = 0; i < steps; i++) {
      scaler.made();
    }
  }

  @Test
  void itStartsAt65536() {
    assertEquals(65_536, scaler.scale());
    assertEquals(0, scaler.skipped());
  }

  @Test
  void twoThousandGoodStepsDoubleIt() {
    made(1_999);
    assertEquals(65_536, scaler.scale());
    made(1);
    assertEquals(131_072, scaler.scale());
    made(1_999);
    assertEquals(131_072, scaler.scale());
    made(1);
    assertEquals(262_144, scaler.scale());
  }

  @Test
  void anOverflowHalvesItAndTheCountBeginsAnew() {
    made(1_999);
    assertTrue(scaler.skip());
    assertEquals(32_768, scaler.scale());
    made(1_999);
    assertEquals(32_768, scaler.scale());
    made(1);
    assertEquals(65_536, scaler.scale());
    assertTrue(scaler.skip());
    assertTrue(scaler.skip());
    assertEquals(16_384, scaler.scale());
    assertEquals(3, scaler.skipped());
  }

  @Test
  void itNeverGrowsBeyondWhatIsFinite() {
    made(2_000 * 200);
    assertEquals(0x1p127, scaler.scale());
    assertTrue(Float.isFinite((float) scaler.scale()));
  }

  @Test
  void itIsGivenUpWhenTheFirst31StepsOverflow() {
    for (int i = 1; i <= 30; i++) {
      assertTrue(scaler.skip());
      assertEquals(Math.scalb(65_536, -i), scaler.scale());
    }
    assertEquals(0x1p-14, scaler.scale());
    assertFalse(scaler.skip());
    assertEquals(30, scaler.skipped());
    made(2_000);
    assertTrue(scaler.skip(), "it had grown meanwhile");
  }

  @Test
  void itsStateFollowsFromWhichStepsWereSkipped() {
    List<Integer> skippedSteps = new ArrayList<>();
    for (int step = 0; step < 4_500; step++) {
      if (step == 3 || step == 4 || step == 2_600) {
        scaler.skip();
      } else {
        scaler.made();
      }
      skippedSteps.add(scaler.skipped());
    }
    LossScaler again = LossScaler.of(Precision.FLOAT16);
    again.replay(skippedSteps);
    assertEquals(16_384, scaler.scale(), "65,536 / 4, doubled at step 2,004, halved at 2,600");
    for (int step = 0; step < 200; step++) {
      assertEquals(scaler.scale(), again.scale(), "after " + step);
      assertEquals(scaler.skipped(), again.skipped());
      scaler.made();
      again.made();
    }
    assertEquals(32_768, scaler.scale(), "2,000 steps after the last overflow");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FLOAT16")
  void otherPrecisionsNeedNone(Precision precision) {
    LossScaler none = LossScaler.of(precision);
    for (int i = 0; i < 4_000; i++) {
      none.made();
    }
    assertEquals(1, none.scale());
    assertFalse(none.active());
    assertFalse(none.skip(), "a NaN ends the training");
    assertEquals(0, none.skipped());
  }
}
