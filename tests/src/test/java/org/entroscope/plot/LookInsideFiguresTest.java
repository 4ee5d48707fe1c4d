package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import org.entroscope.model.LayerSizes;
import org.entroscope.statistics.AttentionMaps;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;
import org.entroscope.training.HeadRemoval;
import org.junit.jupiter.api.Test;

class LookInsideFiguresTest {

  @Test
  void historiesSideBySideHaveOneSliderAndAButton() {
    HeadHistory whole =
        HeadHistory.empty()
            .add(0, Samples.oneLayer(3))
            .add(50, Samples.oneLayer(2))
            .add(100, Samples.oneLayer(1));
    HeadHistory ended =
        HeadHistory.empty().add(0, Samples.oneLayer(3)).add(50, Samples.oneLayer(0.5f));
    Figure figure =
        HistoryMaps.compare(Samples.trained("SM", ended), Samples.trained("SM + G", whole));
    JsonNode steps = figure.layout().at("/sliders/0/steps");
    assertEquals(3, steps.size());
    assertEquals("100", steps.at("/2/label").asText());
    // the traces are the cells and the numbers of two panels
    assertEquals("[0,1,2,3]", steps.at("/2/args/1").toString());
    assertEquals(0.5, steps.at("/2/args/0/z/0/0/0").asDouble(), "the last map of what ended");
    assertEquals(1, steps.at("/2/args/0/z/2/0/0").asDouble());
    assertEquals("3.00", steps.at("/0/args/0/text/3/0").asText());
    assertTrue(figure.layout().path("playable").asBoolean());
    assertEquals("skip", figure.layout().at("/updatemenus/0/buttons/0/method").asText());
    assertTrue(figure.toSvg().isPresent());
    assertThrows(IllegalArgumentException.class, HistoryMaps::compare);
  }

  @Test
  void shortTextsStandAtTheAxesOfTheExplorer() {
    float[][] head = {{1, 0}, {0.5f, 0.5f}};
    AttentionMaps known = new AttentionMaps("SM", new float[][][][] {{head}}, List.of("a", "\n"));
    assertEquals("[\"a\",\"\u21b5\"]", ticks(HeadExplorer.of(known)));
    AttentionMaps words = new AttentionMaps("SM", new float[][][][] {{head}}, List.of("ab", "c"));
    assertEquals("", ticks(HeadExplorer.of(words)), "long tokens have no room");
    float[][] wide = new float[60][60];
    AttentionMaps many =
        new AttentionMaps("SM", new float[][][][] {{wide}}, Collections.nCopies(60, "x"));
    assertEquals("", ticks(HeadExplorer.of(many)));
  }

  private static String ticks(Figure figure) {
    JsonNode ticks = figure.layout().at("/xaxis2/ticktext");
    assertEquals(ticks, figure.layout().at("/yaxis2/ticktext"));
    return ticks.isMissingNode() ? "" : ticks.toString();
  }

  @Test
  void costsStandByTheRangeOfTheEntropy() {
    HeadQuantity cost = new HeadQuantity("removal cost", "nats", Double.NaN, Double.NaN);
    HeadRemoval removal =
        new HeadRemoval(
            "SM",
            2.5,
            new HeadValues(cost, new float[][] {{0.5f, -0.1f}, {0, 2}}, 64),
            new HeadValues(new float[][] {{0.1f, 1}, {2, 3.15f}}, 64));
    Figure figure = RemovalCosts.compare(removal);
    assertEquals(3, figure.data().size());
    assertEquals("[0.1]", figure.data().at("/0/x").toString());
    assertEquals("[-0.1,0]", figure.data().at("/1/y").toString());
    assertEquals("[\"layer 1, head 1\"]", figure.data().at("/2/text").toString());
    assertTrue(figure.toText().contains("layer 1, head 1 (entropy 3.15): +2.0000"));
    assertTrue(figure.toSvg().isPresent());
    assertThrows(IllegalArgumentException.class, RemovalCosts::compare);
  }

  @Test
  void sizesAreOnLogarithmicAxesAndZeroLeavesAGap() {
    LayerSizes growing = new LayerSizes("SM", new double[] {1, 10, 1e6}, new double[] {0, 1, 1e9});
    LayerSizes even = new LayerSizes("SM", new double[] {1, 1, 1}, new double[] {1, 1, 1});
    Figure figure = LayerSizeCurves.compare(growing, even);
    assertEquals(4, figure.data().size());
    assertEquals("log", figure.layout().at("/yaxis/type").asText());
    assertTrue(figure.data().at("/2/y/0").isNull());
    assertEquals("SM (2)", figure.data().at("/1/name").asText());
    assertTrue(figure.toText().contains("SM, stream: 1.00 10.0"), figure::toText);
    assertFalse(figure.toSvg().isEmpty());
  }
}
