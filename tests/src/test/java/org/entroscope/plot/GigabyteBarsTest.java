package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.privacy.CostDriver;
import org.entroscope.privacy.CostModel;
import org.entroscope.privacy.Network;
import org.junit.jupiter.api.Test;

class GigabyteBarsTest {

  private static final Architecture[] LADDER = {
    Architecture.of("SM + LN + G"), Architecture.of("SM + ScFuFFN")
  };
  private final ModelShape shape = ModelShape.gpt2Small();

  @Test
  void stacksAddUpToThePrediction() {
    CostModel model = CostModel.paper();
    Figure figure = GigabyteBars.of(model, shape, LADDER);
    for (int i = 0; i < LADDER.length; i++) {
      double sum = 0;
      for (JsonNode bars : figure.data()) {
        assertEquals(LADDER[i].toString(), bars.path("x").path(i).asText());
        sum += bars.path("y").path(i).asDouble();
      }
      assertEquals(model.predict(LADDER[i], shape).gigabytes().value(), sum, 1e-3 * sum);
    }
    assertTrue(figure.toText().contains("GELU 17.0"), figure.toText());
  }

  @Test
  void drawsAnotherProtocol() {
    CostModel model =
        CostModel.of(
            Map.of(CostDriver.SOFTMAX, 1e-6), Map.of(CostDriver.GIGABYTE, 1.0), Network.LAN, 0.1);
    Figure figure = GigabyteBars.of(model, shape, Architecture.of("SM"));
    double scores = 12 * 12 * 128 * 128;
    for (JsonNode bars : figure.data()) {
      boolean softmax = bars.path("name").asText().equals("softmax");
      assertEquals(softmax ? scores * 1e-6 : 0, bars.path("y").path(0).asDouble(), 1e-3);
    }
    assertThrows(IllegalArgumentException.class, () -> GigabyteBars.of(model, shape));
  }
}
