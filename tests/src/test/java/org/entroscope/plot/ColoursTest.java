package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColoursTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 18})
  void everyLayerIsSeenInBothThemes(int layers) {
    for (int layer = 0; layer < layers; layer++) {
      String colour = Colours.ordered(layer, layers);
      assertTrue(contrast(colour, Theme.DARK) > 3, colour + " on a dark page");
      assertTrue(contrast(colour, Theme.LIGHT) > 2, colour + " on a white page");
    }
  }

  @Test
  void luminanceIsThatOfWcag() {
    assertEquals(0, Colours.luminance(0));
    assertEquals(1, Colours.luminance(0xffffff), 1e-12);
    assertEquals(0.2126, Colours.luminance(0xff0000), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIGHT", "DARK"})
  void theChosenToolAndTheSliderAreSeen(String name) {
    Theme theme = Theme.valueOf(name);
    var layout = theme.transparent().path("layout");
    assertTrue(contrast(layout.at("/modebar/activecolor").asText(), theme) > 7, "chosen tool");
    assertTrue(contrast(layout.at("/modebar/color").asText(), theme) > 3, "tools");
    assertTrue(contrast(layout.at("/sliderdefaults/bordercolor").asText(), theme) > 3, "slider");
  }

  private static double contrast(String colour, Theme theme) {
    String ground = theme.opaque().at("/layout/paper_bgcolor").asText();
    double one = Colours.luminance(Integer.decode(colour)) + 0.05;
    double other = Colours.luminance(Integer.decode(ground)) + 0.05;
    return Math.max(one, other) / Math.min(one, other);
  }
}
