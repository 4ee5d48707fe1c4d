package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.Temperature;
import org.entroscope.statistics.EntropyBound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests learnable temperatures at the start of training (Section 4). */
class TemperatureTest {

  private static final ModelShape SHAPE = new ModelShape(1, 2, 32, 16, 64, 0.3);
  private static final int[] TOKENS = Randomised.tokens(SHAPE, 16, 1);

  @ParameterizedTest
  @CsvSource({
    "divisor, 0.5, 0.5",
    "divisor, 3, 3",
    "inverse, 0.5, 2",
    "inverse, 4, 0.25",
    "offset, 0.5, 1.5",
    "offset, -0.5, 0.5"
  })
  void everyFormStartsAtTheTemperatureItSays(String form, double start, double t) {
    Architecture architecture = Architecture.of("SM(t=" + form + ":" + start + ")");
    Temperature temperature = architecture.temperature();
    assertEquals(t, temperature.of(temperature.initialParameter()), 1e-12);
    try (Gpt learnable = gpt(architecture);
        Gpt plain = gpt(Architecture.of("SM"))) {
      float[] expected =
          plain
              .runWithCache(TOKENS, Intervention.everywhere().temperature(t), "logits")
              .values("logits");
      assertTrue(
          Randomised.error(expected, learnable.runWithCache(TOKENS, "logits").values("logits"))
              < 1e-5);
    }
  }

  @Test
  void thePapersStartMeansThreeThings() {
    double plain = entropy(Architecture.of("SM"));
    double bound = EntropyBound.causal(16);
    assertTrue(plain > 0.3 * bound && plain < 0.97 * bound, "neither extreme: " + plain);
    assertTrue(entropy(with(Temperature.Form.DIVISOR)) < 0.05 * bound, "one-hot");
    assertTrue(entropy(with(Temperature.Form.INVERSE)) > 0.999 * bound, "uniform");
    assertEquals(plain, entropy(with(Temperature.Form.OFFSET)), 0.02 * bound, "as it was");
  }

  private static Architecture with(Temperature.Form form) {
    return Architecture.of("SM").with(a -> a.temperature = new Temperature(form, 1e-2));
  }

  private static double entropy(Architecture architecture) {
    try (Gpt gpt = gpt(architecture)) {
      return gpt.entropy(TOKENS).layerMeans()[0];
    }
  }

  private static Gpt gpt(Architecture architecture) {
    return Gpt.create(architecture, SHAPE, 1, Device.cpu());
  }
}
