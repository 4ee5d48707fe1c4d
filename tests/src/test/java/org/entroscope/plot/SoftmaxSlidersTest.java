package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.entroscope.statistics.PlainEntropy;
import org.junit.jupiter.api.Test;

class SoftmaxSlidersTest {

  private static final double[] SCORES = {2, 1, -1};

  private static JsonNode slider(Figure figure) {
    return figure.layout().path("sliders").path(0);
  }

  private static double sum(JsonNode numbers) {
    double sum = 0;
    for (JsonNode number : numbers) {
      sum += number.asDouble();
    }
    return sum;
  }

  @Test
  void theFirstPictureIsTemperatureOne() {
    Figure figure = SoftmaxSliders.temperature(SCORES);
    JsonNode slider = slider(figure);
    int active = slider.path("active").asInt();
    assertEquals("1.00", slider.path("steps").path(active).path("label").asText());
    double entropy = PlainEntropy.ofLogits(1, SCORES);
    assertEquals(entropy, figure.data().path(3).path("y").path(0).asDouble(), 1e-4);
    assertEquals(1, sum(figure.data().path(1).path("y")), 1e-4);
  }

  @Test
  void everyPlaceShowsItsOwnSoftmaxAndEntropy() {
    JsonNode steps = slider(SoftmaxSliders.temperature(SCORES)).path("steps");
    double before = -1;
    for (JsonNode step : steps) {
      JsonNode change = step.path("args").path(0);
      assertEquals("[0,1,3,4]", step.path("args").path(1).toString());
      assertEquals(1, sum(change.path("y").path(1)), 1e-4);
      double entropy = change.path("y").path(2).path(0).asDouble();
      double t = change.path("x").path(2).path(0).asDouble();
      assertEquals(PlainEntropy.ofLogits(t, SCORES), entropy, 1e-3);
      assertTrue(entropy >= before, "hotter rows have more entropy");
      before = entropy;
    }
    assertEquals(Math.log(3), before, 0.01);
  }

  @Test
  void oneScoreGoesUpAndDownAndTheOthersStay() {
    Figure figure = SoftmaxSliders.logit(1, SCORES);
    JsonNode steps = slider(figure).path("steps");
    assertEquals(-8, steps.path(0).path("args").path(0).path("y").path(0).path(1).asDouble());
    for (JsonNode step : steps) {
      JsonNode scores = step.path("args").path(0).path("y").path(0);
      assertEquals(2, scores.path(0).asDouble());
      assertEquals(-1, scores.path(2).asDouble());
    }
    assertEquals(
        "2.0", figure.data().path(0).path("text").path(0).asText(), "a number at each bar");
    JsonNode start = steps.path(slider(figure).path("active").asInt());
    assertEquals(1, Double.parseDouble(start.path("label").asText()), 0.21);
    assertEquals(figure.data().path(0).path("y"), start.at("/args/0/y/0"));
  }

  @Test
  void refusesRowsThatAreNone() {
    assertEquals(
        "a row needs at least 2 scores, not 1", message(() -> SoftmaxSliders.temperature(1)));
    assertEquals(
        "logits[1] is not finite: NaN", message(() -> SoftmaxSliders.temperature(1, Double.NaN)));
    assertEquals("no key 3: keys are 0 to 2", message(() -> SoftmaxSliders.logit(3, SCORES)));
  }

  private static String message(Runnable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
  }
}
