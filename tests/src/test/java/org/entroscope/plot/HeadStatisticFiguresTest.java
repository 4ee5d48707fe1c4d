package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.statistics.Diagnosis;
import org.entroscope.statistics.HasHistory;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadDistribution.Reference;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadStatistic;
import org.entroscope.statistics.HeadValues;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Tests figures of statistics other than the entropy. */
class HeadStatisticFiguresTest {

  private static final HeadQuantity SINK = HeadStatistic.sinkMass().quantity(64);
  private static final HeadQuantity LOGIT = HeadStatistic.largestLogit().quantity(64);
  private static final HeadValues SHARES =
      new HeadValues(SINK, new float[][] {{0.1f, 0.2f}, {0.6f, 0.9f}}, 64);
  private static final HeadValues LOGITS =
      new HeadValues(LOGIT, new float[][] {{-2, 3}, {14, 12_345}}, 64);

  /** Returns a training that recorded the three statistics. */
  private static HasHistory trained(String name) {
    Map<String, HeadHistory> histories = new LinkedHashMap<>();
    for (HeadValues values : List.of(Samples.map(2, 2), SHARES, LOGITS)) {
      HeadHistory history = HeadHistory.empty().add(0, values).add(50, values);
      histories.put(values.quantity().name(), history);
    }
    return new HasHistory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Map<String, HeadHistory> histories() {
        return histories;
      }

      @Override
      public Map<String, HeadValues> newestValues() {
        Map<String, HeadValues> newest = new LinkedHashMap<>();
        histories.forEach((statistic, history) -> newest.put(statistic, history.last()));
        return newest;
      }
    };
  }

  private static double colour(Figure figure, String end) {
    return figure.layout().path("coloraxis").path(end).asDouble();
  }

  private static String colourBar(Figure figure) {
    JsonNode title = figure.layout().path("coloraxis").path("colorbar").path("title");
    return title.path("text").asText();
  }

  private static String subtitle(Figure figure) {
    return figure.layout().path("title").path("subtitle").path("text").asText();
  }

  @Test
  void aHeatMapHasTheBoundsAndTheUnitOfItsStatistic() {
    Figure shares = HeatMap.of(trained("SM"), "sink mass");
    assertEquals("SM", shares.title());
    assertEquals("sink mass (share); T = 64, from 0 to 1", subtitle(shares));
    assertEquals("sink mass (share)", colourBar(shares));
    assertEquals(0, colour(shares, "cmin"));
    assertEquals(1, colour(shares, "cmax"));
    assertTrue(
        shares.data().path(0).path("hovertemplate").asText().contains("sink mass %{z:.3f} share"));
    assertEquals("Head sink mass", HeatMap.of(SHARES).title());
    Figure keys = HeatMap.of(new HeadValues(HeadStatistic.effectiveKeys().quantity(63), ONE, 63));
    assertEquals(32, colour(keys, "cmax"), "(T + 1) / 2");
    String hover = keys.data().path(0).path("hovertemplate").asText();
    assertTrue(hover.contains("%{customdata:.1%} of the upper bound"), hover);
    assertEquals(4 / 32.0, keys.data().path(0).path("customdata").path(0).path(0).asDouble(), 1e-6);
  }

  private static final float[][] ONE = {{4}};

  @Test
  void withoutBoundsTheColoursSpanTheValues() {
    Figure logits = HeatMap.of(trained("SM"), "largest logit");
    assertEquals(-2, colour(logits, "cmin"));
    assertEquals(12_345, colour(logits, "cmax"));
    assertEquals("largest logit; T = 64", subtitle(logits));
    assertEquals(
        List.of("-2.00", "3.00", "14.0", "12345"), texts(logits.data().path(1).path("text")));
    HeadValues alike = new HeadValues(LOGIT, new float[][] {{5, 5}}, 64);
    assertTrue(colour(HeatMap.of(alike), "cmin") < 5 && colour(HeatMap.of(alike), "cmax") > 5);
    HeadValues lost = new HeadValues(LOGIT, new float[][] {{Float.NaN}}, 64);
    assertTrue(colour(HeatMap.of(lost), "cmin") < colour(HeatMap.of(lost), "cmax"));
    HeadValues beyond = new HeadValues(SINK, new float[][] {{-1, 7}}, 64);
    assertEquals(-1, colour(HeatMap.of(beyond), "cmin"), "nothing is hidden by a wrong bound");
    assertEquals(7, colour(HeatMap.of(beyond), "cmax"));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  void theEntropyIsOneOfThem() {
    assertEquals(
        HeatMap.of("SM", Samples.map(2, 2)).toJson(),
        HeatMap.of(trained("SM"), "entropy").toJson());
    assertEquals(
        HeatMap.compare(trained("SM"), trained("SM")).toJson(),
        HeatMap.compare("entropy", trained("SM"), trained("SM")).toJson());
    assertEquals(
        LayerHistory.compare(trained("SM")).toJson(),
        LayerHistory.compare("entropy", List.of(trained("SM"))).toJson());
  }

  @Test
  void aLayerHistoryEndsAtTheBoundOrAtTheMeans() {
    Figure shares = LayerHistory.of(trained("SM"), "sink mass");
    assertEquals(
        "sink mass (share)", shares.layout().path("yaxis").path("title").path("text").asText());
    assertEquals(
        "upper bound 1.00", shares.layout().path("annotations").path(0).path("text").asText());
    assertEquals(1.1, shares.layout().path("yaxis").path("range").path(1).asDouble(), 1e-6);
    assertEquals(
        "Layerwise mean sink mass", LayerHistory.compare("sink mass", trained("x")).title());
    Figure logits = LayerHistory.of(trained("SM"), "largest logit");
    assertTrue(logits.layout().path("shapes").isMissingNode(), "there is no bound to draw");
    JsonNode range = logits.layout().path("yaxis").path("range");
    assertTrue(range.path(0).asDouble() < 0.5 && range.path(1).asDouble() > 6179.5, "" + range);
  }

  @Test
  void aSliderKeepsItsColoursOverAllSteps() {
    HeadValues small = new HeadValues(LOGIT, new float[][] {{1, 2}, {3, 4}}, 64);
    Figure slider = HistoryMaps.of(HeadHistory.empty().add(0, LOGITS).add(9, small));
    assertEquals("Head largest logit during training", slider.title());
    assertEquals(-2, colour(slider, "cmin"));
    assertEquals(12_345, colour(slider, "cmax"));
    assertEquals("SM", HistoryMaps.of(trained("SM"), "sink mass").title());
  }

  @Test
  void anUnknownStatisticIsAnsweredWithWhatWasRecorded() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> HeatMap.of(trained("SM"), "sink"),
            () -> HeatMap.compare("sink", trained("SM")),
            () -> LayerHistory.of(trained("SM"), "sink"),
            () -> HistoryMaps.of(trained("SM"), "sink"),
            () -> HeadBars.compare("sink", trained("SM")))) {
      assertEquals(
          "SM has no statistic 'sink', only [entropy, sink mass, largest logit]; record it with"
              + " Experiment.record(...)",
          message(wrong));
    }
  }

  @Test
  void statisticsAreNotMixed() {
    assertTrue(
        message(() -> HeatMap.compare(Map.of("a", SHARES, "b", LOGITS)))
            .startsWith("the panels of a figure share a scale, so they must show one statistic"));
    assertTrue(
        message(() -> HeadDistribution.compare(Map.of("a", SHARES, "b", LOGITS)))
            .startsWith("distributions to compare must be of one statistic"));
    assertEquals(
        "a diagnosis is made from head entropies, not from sink mass (share)",
        message(() -> Diagnosis.of(SHARES)));
    assertEquals(
        "the lower bound of 'x' must be below the upper one: 1.0 and 0.0",
        message(() -> new HeadQuantity("x", "", 1, 0)));
  }

  @Test
  void rangesBeginAtTheLowerBoundOrAtTheSmallestHead() {
    HeadDistribution shares = HeadDistribution.of(SHARES);
    assertArrayEquals(new int[] {2, 0, 1, 1}, shares.counts(), "of 0 to 0.9");
    assertArrayEquals(
        new int[] {2, 0, 1, 1}, HeadDistribution.of(SHARES, Reference.CAUSAL_BOUND).counts());
    assertEquals(
        "50% | 0% | 25% | 25% of 4 heads, max = upper bound 1.000",
        HeadDistribution.of(SHARES, Reference.CAUSAL_BOUND).toString());
    HeadValues logits = new HeadValues(LOGIT, new float[][] {{-2, -1}, {5, 6}}, 64);
    HeadDistribution above = HeadDistribution.of(logits);
    assertArrayEquals(new int[] {2, 0, 0, 2}, above.counts(), "of -2 to 6");
    assertEquals(HeadDistribution.RANGES_ABOVE_MIN, above.ranges());
    assertEquals(
        "50% | 0% | 0% | 50% of 4 heads, min = smallest head -2.000, max = largest head 6.000",
        above.toString());
    Table table = HeadDistribution.compare(Map.of("SM", logits)).toTable();
    assertEquals(-2, table.doubleColumn("min").get(0));
    assertEquals("Distribution of heads over largest logit ranges", table.name());
    assertEquals(
        "min = the model's own smallest head; max = the model's own largest head",
        subtitle(HeadBars.of(above)));
    assertEquals("Heads by largest logit range", HeadBars.of(above).title());
    assertEquals(
        "largest logit has no upper bound; choose Reference.LARGEST_HEAD",
        message(() -> HeadDistribution.of(logits, Reference.CAUSAL_BOUND)));
    assertEquals(
        "sink mass has no ln T; choose Reference.LARGEST_HEAD",
        message(() -> HeadDistribution.of(SHARES, Reference.MAXIMUM)));
  }

  @Test
  void anExplorerShowsTheStatisticBesideTheAttention() {
    Figure figure = HeadExplorer.of(Samples.attentionMaps("SM", 6), SHARES);
    assertTrue(subtitle(figure).startsWith("Left: sink mass (share); T = 64, from 0 to 1"));
    assertTrue(figure.toJson().contains("layer 1, head 1: 0.900 share"), figure.toJson());
    assertEquals(
        "the attention is of 2 layers with 2 heads, the values are of 1 with 1",
        message(
            () -> HeadExplorer.of(Samples.attentionMaps("SM", 6), new HeadValues(SINK, ONE, 64))));
  }

  @Test
  void aLivePictureHasAPanelForEachStatistic() {
    List<HeadValues> three = List.of(Samples.map(2, 2), SHARES, LOGITS);
    Figure live = LiveFigure.of("t", "p", Samples.curve(3), Samples.curve(), 9, three);
    List<String> titles = new ArrayList<>();
    live.layout().path("annotations").forEach(note -> titles.add(note.path("text").asText()));
    assertEquals(
        List.of(
            "loss (nats per token)",
            "entropy (nats), 0 to 3.206",
            "sink mass (share), 0 to 1",
            "largest logit, -2 to 12,345"),
        titles);
    assertTrue(live.layout().path("coloraxis").isMissingNode(), "every panel has its own colours");
    JsonNode shares = live.data().path(3);
    assertEquals("heatmap", shares.path("type").asText());
    assertEquals(1, shares.path("zmax").asDouble());
    assertTrue(
        live.toText().contains("Head sink mass (share), T = 64, from 0 to 1"), live.toText());
    Figure alone =
        LiveFigure.of("t", "p", Samples.curve(3), Samples.curve(), 9, three.subList(0, 1));
    assertFalse(alone.layout().path("coloraxis").isMissingNode());
    Figure none = LiveFigure.of("t", "p", Samples.curve(), Samples.curve(), 9, List.of());
    assertEquals(none.layout().path("height"), alone.layout().path("height"), "no jump");
  }

  @Test
  void depthCurvesAreSharesOfABoundOrInTheUnit() {
    Table table =
        Table.create(
            StringColumn.create("name", "SM", "SM"),
            IntColumn.create("layer", 0, 1),
            StringColumn.create("statistic", "largest logit", "largest logit"),
            StringColumn.create("measure", "largest logit", "largest logit"),
            DoubleColumn.create("mean", 2.5, 7),
            DoubleColumn.create("low", 2, 6),
            DoubleColumn.create("high", 3, 8));
    Figure curves = DepthCurves.of(table);
    assertEquals("Largest logit against depth", curves.title());
    assertTrue(curves.layout().path("shapes").isMissingNode());
    assertTrue(curves.toText().endsWith("SM: 2.5 7"), curves.toText());
  }

  private static String message(Runnable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
  }
}
