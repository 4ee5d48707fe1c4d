package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.privacy.CostModel;
import org.entroscope.privacy.Frontier;
import org.entroscope.tokens.NgramPerplexities;
import org.junit.jupiter.api.Test;

class PrivacyFrontierTest {

  @Test
  void drawsPointsWithRangesAndJoinsWhatIsWorthHaving() {
    Frontier frontier =
        Frontier.of(CostModel.paper())
            .addPublished("Table 3")
            .add("ours", Architecture.of("SM + R"), ModelShape.gpt2Small(), 2.94);
    Figure figure = PrivacyFrontier.of(frontier);
    JsonNode published = figure.data().path(3);
    assertEquals(4, published.path("x").size());
    assertEquals(25.32, published.path("x").path(0).asDouble());
    assertEquals(0, published.path("error_x").path("array").path(0).asDouble());
    JsonNode joined = figure.data().path(0);
    assertEquals(3, joined.path("x").size(), "SM + ScFuFFN is not worth having");
    JsonNode ours = figure.data().path(8);
    assertEquals("x", ours.path("xaxis").asText());
    assertEquals("diamond", ours.at("/marker/symbol").asText(), "a mark a group");
    assertEquals(ModelStyle.of("SM + R").colour(), ours.at("/marker/color/0").asText());
    assertTrue(ours.path("error_x").path("arrayminus").path(0).asDouble() > 0.5);
    assertEquals("SM + R", ours.path("text").path(0).asText());
    assertTrue(figure.toText().contains("SM + ScFuFFN: perplexity 3.480, 6.43 GB"));
    assertEquals(figure, Figures.of(frontier).orElseThrow());
  }

  @Test
  void aDivergedModelStandsAboveTheOthersAndSaysSo() {
    Frontier frontier =
        Frontier.of(CostModel.paper())
            .add("ours", Architecture.of("SM + R"), ModelShape.gpt2Small(), 2.94)
            .add("ours", Architecture.of("SM"), ModelShape.gpt2Small(), Double.NaN);
    Figure figure = PrivacyFrontier.of(frontier);
    JsonNode known = figure.data().path(3);
    assertEquals("circle", known.at("/marker/symbol").asText());
    JsonNode diverged = figure.data().path(4);
    assertEquals("SM (diverged)", diverged.at("/text/0").asText());
    assertEquals("circle-open", diverged.at("/marker/symbol").asText());
    assertEquals("diverged", diverged.at("/customdata/0").asText());
    double above = diverged.at("/y/0").asDouble();
    assertTrue(above > 2.94, "above: " + above);
    double top = Math.pow(10, figure.layout().at("/yaxis/range/1").asDouble());
    assertTrue(top > above, "within its axis");
    assertTrue(figure.toText().contains("ours, SM: diverged, "), figure::toText);
    assertFalse(figure.toText().contains("NaN"), figure::toText);
    Figure alone =
        PrivacyFrontier.of(
            Frontier.of(CostModel.paper())
                .add("ours", Architecture.of("SM"), ModelShape.gpt2Small(), Double.NaN));
    assertEquals(10, alone.data().at("/3/y/0").asDouble(), "with nothing to stand above");
    assertTrue(alone.toSvg().orElseThrow().contains("SM (diverged)"));
  }

  @Test
  void theWordsNameTheNgramsOfAGroup() {
    Frontier frontier =
        Frontier.of(CostModel.paper())
            .addPublished("Table 3")
            .add("ours", Architecture.of("SM"), ModelShape.gpt2Small(), 5)
            .yardsticks("ours", new NgramPerplexities(29.26, 13.31, 6.23))
            .yardsticks("Table 3", null);
    String text = PrivacyFrontier.of(frontier).toText();
    assertTrue(text.contains("n-grams of ours: unigram 29.26, bigram 13.31, trigram 6.23"), text);
    assertFalse(text.contains("n-grams of Table 3"), text);
  }

  @Test
  void showsLabelsLiterally() {
    Frontier frontier =
        Frontier.of(CostModel.paper())
            .add("<b>x</b>", Architecture.of("SM"), ModelShape.gpt2Small(), 3);
    String json = PrivacyFrontier.of(frontier).toJson();
    assertFalse(json.contains("<b>"), json);
    assertThrows(
        IllegalArgumentException.class, () -> PrivacyFrontier.of(Frontier.of(CostModel.paper())));
  }
}
