package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;
import org.entroscope.statistics.LearnedValues;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Tests figures of diverged models. Each non-finite value is shown by its own name, and no value is
 * replaced by a number.
 */
class NonFiniteFiguresTest {

  private static final float INFINITE = Float.POSITIVE_INFINITY;
  private static final float[][] MIXED = {{1, INFINITE}, {-INFINITE, Float.NaN}};
  private static final float[][] NONE = {{Float.NaN, Float.NaN}, {INFINITE, Float.NaN}};

  private static String subtitle(Figure figure) {
    return figure.layout().path("title").path("subtitle").path("text").asText();
  }

  @Test
  void aHeatMapNamesEachValue() {
    for (Figure figure :
        new Figure[] {
          HeatMap.of(new HeadValues(MIXED, 64)),
          HeatMap.compare(Map.of("SM", new HeadValues(MIXED, 64))),
          LearnedMap.of(new LearnedValues("SM", "threshold", "as shares", MIXED))
        }) {
      JsonNode words = figure.data().path(1).path("text");
      assertEquals("\u221e", words.path(1).asText());
      assertEquals("-\u221e", words.path(2).asText());
      assertEquals("NaN", words.path(3).asText());
      JsonNode z = figure.data().path(0).path("z");
      assertTrue(z.path(0).path(0).isNumber() && z.path(0).path(1).isNull(), z::toString);
      assertTrue(z.path(1).path(0).isNull() && z.path(1).path(1).isNull(), z::toString);
    }
    String text = HeatMap.of(new HeadValues(MIXED, 64)).toText();
    assertTrue(text.contains("-Infinity") && text.contains("3 of 4 heads diverged"), text);
    assertTrue(text.contains("(NaN or infinite)"), text);
  }

  @Test
  void theSliderOfAHistoryNamesThemToo() {
    HeadHistory history =
        HeadHistory.empty().add(0, new HeadValues(MIXED, 64)).add(1, Samples.map(2, 2));
    String steps = HistoryMaps.of(history).layout().path("sliders").toString();
    assertTrue(steps.contains("\"-\u221e\""), steps);
  }

  @Test
  void colourScalesHaveFiniteEnds() {
    for (float[][] values : new float[][][] {MIXED, NONE}) {
      for (Figure figure :
          new Figure[] {
            HeatMap.of(new HeadValues(values, 64)),
            LearnedMap.of(new LearnedValues("SM", "threshold", "as shares", values)),
            HeatMap.attention(values, "a head")
          }) {
        JsonNode axis = figure.layout().path("coloraxis");
        assertTrue(axis.path("cmin").isNumber() && axis.path("cmax").isNumber(), axis::toString);
        assertTrue(axis.path("cmin").asDouble() < axis.path("cmax").asDouble(), axis::toString);
      }
    }
    JsonNode axis = HeatMap.of(new HeadValues(MIXED, 64)).layout().path("coloraxis");
    assertEquals(EntropyBound.causal(64), axis.path("cmax").asDouble(), 1e-4);
  }

  @Test
  void learnedValuesStateNoNumbersThatAreNotThere() {
    Figure none = LearnedMap.of(new LearnedValues("SM", "threshold", "as shares", NONE));
    assertEquals("as shares; no finite value", subtitle(none));
    Figure mixed = LearnedMap.of(new LearnedValues("SM", "threshold", "as shares", MIXED));
    assertEquals("as shares; from 1.000 to 1.000, mean 1.000; 3 of 4 not finite", subtitle(mixed));
    float[][] alike = {{0.5f, 0.5f}};
    Figure one = LearnedMap.of(new LearnedValues("SM", "threshold", "as shares", alike));
    assertEquals("as shares; from 0.500 to 0.500, mean 0.500", subtitle(one));
  }

  @Test
  void brokenAttentionHasNoEntropy() {
    Figure broken = HeatMap.attention(new float[][] {{1, 0}, {Float.NaN, 0.5f}}, "a head");
    assertTrue(
        subtitle(broken).startsWith("no entropy, as 1 of 4 probabilities are NaN or infinite"),
        subtitle(broken));
    Figure whole = HeatMap.attention(new float[][] {{1, 0}, {0.5f, 0.5f}}, "a head");
    assertTrue(subtitle(whole).startsWith("entropy 0.347 nats, causal bound"), subtitle(whole));
  }

  @Test
  void barsCallDivergedHeadsWhatTheyAre() {
    Figure bars = HeadBars.of(HeadDistribution.of(new HeadValues(MIXED, 64)));
    assertEquals("NaN or \u221e", bars.data().path(0).path("x").path(4).asText());
    assertEquals(0.75, bars.data().path(0).path("y").path(4).asDouble());
  }

  @Test
  void normsThatCannotBeDrawnAreCounted() {
    Table metrics =
        Table.create(
            IntColumn.create("step", 1, 2, 3),
            DoubleColumn.create("gradientNorm", 2, Double.POSITIVE_INFINITY, 4));
    String text = GradientNorms.of(Map.of("SM", metrics)).toText();
    assertTrue(
        text.contains(
            "largest 4.00, last 4.00, 1 of 3 are left out because they are zero or infinite"),
        text);
  }

  @Test
  void anInfinitePerplexityIsADivergedSeed() {
    Table seeds =
        Table.create(
            StringColumn.create("name", "SM", "SM"),
            StringColumn.create("architecture", "SM", "SM"),
            DoubleColumn.create("perplexity", 3, Double.POSITIVE_INFINITY));
    Figure figure = SeedDots.of(seeds, "Perplexities");
    assertTrue(figure.toText().contains("3.000, 1 seed, 1 of 2 seeds diverged"), figure.toText());
    JsonNode range = figure.layout().path("xaxis").path("range");
    assertTrue(range.path(0).isNumber() && range.path(1).isNumber(), range::toString);
  }

  @Test
  void aSinglePointOnALogarithmicAxisIsInItsMiddle() {
    Table metrics =
        Table.create(
            IntColumn.create("step", new int[] {1}),
            DoubleColumn.create("loss", new double[] {5}),
            DoubleColumn.create("evaluationLoss", new double[] {5}));
    JsonNode range = LossCurves.of("SM", metrics).layout().path("yaxis2").path("range");
    double middle = (range.path(0).asDouble() + range.path(1).asDouble()) / 2;
    assertEquals(Math.log10(Math.exp(5)), middle, 1e-3);
    assertTrue(range.path(1).asDouble() - range.path(0).asDouble() < 0.5, range::toString);
    assertFalse(LossCurves.of("SM", Samples.metrics()).layout().path("yaxis2").has("range"));
  }
}
