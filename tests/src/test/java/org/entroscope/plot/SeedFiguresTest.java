package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.paper.Paper;
import org.entroscope.statistics.HeadDistribution;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Tests figures of several seeds. */
class SeedFiguresTest {

  private static final double NAN = Double.NaN;

  /** Returns the seeds of two models. In the second model only one seed of three finished. */
  private static Table seeds(String... names) {
    return Table.create(
        StringColumn.create("name", List.of(names[0], names[0], names[1], names[1], names[1])),
        StringColumn.create("architecture", List.of("SM + G", "SM + G", "SM", "SM", "SM")),
        DoubleColumn.create("perplexity", 3.0, 4.0, NAN, 20, NAN));
  }

  private static Table layers(String name) {
    return Table.create(
        StringColumn.create("name", List.of(name, name, "SM", "SM")),
        IntColumn.create("layer", 0, 1, 0, 1),
        DoubleColumn.create("mean", 0.9, 0.4, 0.8, NAN),
        DoubleColumn.create("low", 0.8, 0.3, NAN, NAN),
        DoubleColumn.create("high", 0.95, 0.5, NAN, NAN));
  }

  private static Table ranges(String name) {
    List<String> names = new ArrayList<>();
    List<String> ranges = new ArrayList<>();
    for (String model : List.of(name, "SM")) {
      for (String range : HeadDistribution.RANGES) {
        names.add(model);
        ranges.add(range);
      }
    }
    return Table.create(
        StringColumn.create("name", names),
        StringColumn.create("range", ranges),
        DoubleColumn.create("mean", 0, 0.25, 0.25, 0.5, 1, 0, 0, 0),
        DoubleColumn.create("low", 0, 0.2, 0.2, 0.4, NAN, NAN, NAN, NAN),
        DoubleColumn.create("high", 0, 0.3, 0.4, 0.6, NAN, NAN, NAN, NAN));
  }

  private static Map<String, Table> norms(String name) {
    Map<String, Table> norms = new LinkedHashMap<>();
    norms.put(
        name,
        Table.create(
            IntColumn.create("step", 1, 2, 3, 4),
            DoubleColumn.create("gradientNorm", 2, 0, NAN, 4e6)));
    return norms;
  }

  /** Returns every figure, with the given text in all places that show a text of the user. */
  private static List<Figure> figures(String text) {
    return List.of(
        SeedDots.of(seeds(text, "SM"), text),
        SeedDots.beside(seeds(text, "SM"), text, Paper.table2()),
        RangeBars.of(ranges(text), HeadDistribution.Reference.CAUSAL_BOUND),
        DepthCurves.of(layers(text)),
        DepthCurves.ordered(layers(text)),
        GradientNorms.of(norms(text)));
  }

  @Test
  void noTextBecomesMarkup() {
    for (String text : Attacks.TEXTS) {
      for (Figure figure : figures(text)) {
        assertEquals(2, figure.html().split("<script", -1).length, "one script element only");
        for (String markup : List.of("<s>", "<b>", "<img", "<svg", "<a ", "<!--")) {
          assertFalse(figure.toJson().contains(markup), figure.title() + ": " + markup);
        }
      }
    }
  }

  @Test
  void everySeedIsADotAndTheirMeanADiamondWithItsInterval() {
    Figure dots = SeedDots.of(seeds("SM + G", "SM"), "Perplexity");
    assertEquals("[3,4]", dots.data().path(0).path("x").toString());
    assertEquals("[0,0]", dots.data().path(0).path("y").toString());
    JsonNode mean = dots.data().path(1);
    assertEquals("[3.5]", mean.path("x").toString());
    // with one degree of freedom, Student's t gives 12.706 standard errors of 0.5
    assertEquals("[6.3531]", mean.path("error_x").path("array").toString());
    assertEquals("[2.5]", mean.path("error_x").path("arrayminus").toString(), "down to 1");
    assertTrue(dots.data().path(3).path("error_x").isMissingNode(), "one seed has no interval");
    assertEquals("log", dots.layout().path("xaxis").path("type").asText());
    String words = "SM: 20.000, 1 seed, 2 of 3 seeds diverged";
    assertTrue(dots.toText().endsWith(words), dots.toText());
    assertTrue(dots.layout().path("annotations").toString().contains("2 of 3 seeds diverged"));
  }

  @Test
  void publishedNumbersStandOnAnAxisOfTheirOwn() {
    Figure beside = SeedDots.beside(seeds("SM + G", "SM"), "Perplexity", Paper.table2());
    List<Double> published = new ArrayList<>();
    for (JsonNode trace : beside.data()) {
      if (trace.path("xaxis").asText().equals("x2")) {
        published.add(trace.path("x").path(0).asDouble());
        assertEquals(0, trace.path("y").path(0).asInt(), "in the row of its architecture");
      }
    }
    assertEquals(1, published.size(), "SM has none in Table 2");
    assertEquals(3.197, published.get(0), 1e-9);
    String notes = beside.layout().path("annotations").toString();
    assertTrue(notes.contains("\"diverged\""), notes);
    String elsewhere =
        SeedDots.beside(seeds("SM + G", "SM"), "Perplexity", Paper.table5()).layout().toString();
    assertTrue(elsewhere.contains("not in this table"), elsewhere);
  }

  @Test
  void aPanelForEachRangeFromTheLowestToTheTop() {
    Figure bars = RangeBars.of(ranges("EReg"), HeadDistribution.Reference.CAUSAL_BOUND);
    List<String> axes = new ArrayList<>();
    for (JsonNode trace : bars.data()) {
      if (trace.path("type").asText().equals("bar")) {
        axes.add(trace.path("xaxis").asText() + trace.path("x"));
        assertEquals("[0,1]", trace.path("y").toString());
      }
    }
    assertEquals(List.of("x[0,1]", "x2[0.25,0]", "x3[0.25,0]", "x4[0.5,0]"), axes);
    assertEquals("[\"EReg\",\"SM\"]", bars.layout().path("yaxis").path("ticktext").toString());
    JsonNode top = bars.data().path(6).path("error_x");
    assertEquals(0.1, top.path("array").path(0).asDouble(), 1e-6);
    assertTrue(top.path("array").path(1).isNull(), "one seed has no interval");
    assertTrue(bars.toText().endsWith("[3max/4, max]; EReg 50%; SM 0%"), bars.toText());
  }

  @Test
  void depthIsDrawnUnderTheCausalBound() {
    Figure depth = DepthCurves.of(layers("SM + G"));
    assertEquals(1, depth.layout().path("shapes").path(0).path("y0").asDouble());
    assertEquals("[0,1,1,0]", depth.data().path(0).path("x").toString());
    assertEquals("[0.95,0.5,0.3,0.8]", depth.data().path(0).path("y").toString());
    assertEquals("[0.9,0.4]", depth.data().path(1).path("y").toString());
    assertEquals(3, depth.data().size(), "one seed has no band");
    assertTrue(depth.data().path(2).path("y").path(1).isNull(), "a diverged layer is a gap");
    String dark = DepthCurves.ordered(layers("SM + G")).data().path(1).at("/line/color").asText();
    assertEquals(Colours.ordered(0, 2), dark);
  }

  @Test
  void bandsOfManyModelsHaveAPanelEach() {
    Table many = layers("SM + G");
    for (String name : new String[] {"a", "b", "c"}) {
      Table more = layers("SM + G").where(t -> t.stringColumn("name").isEqualTo("SM + G"));
      more.stringColumn("name").set(more.stringColumn("name").isNotMissing(), name);
      many.append(more);
    }
    Figure depth = DepthCurves.of(many);
    List<String> titles = new ArrayList<>();
    depth.layout().path("annotations").forEach(note -> titles.add(note.path("text").asText()));
    assertTrue(titles.containsAll(List.of("SM + G", "SM", "a", "b", "c")), titles::toString);
    for (JsonNode trace : depth.data()) {
      if (trace.has("fill")) {
        long own =
            AxisRange.on(depth.data(), trace.path("xaxis").asText()).stream()
                .filter(other -> other.has("fill"))
                .count();
        assertEquals(1, own, "one band a panel");
      }
    }
  }

  @Test
  void aSubtitleClaimsNoIntervalOfOneSeed() {
    String some = subtitle(DepthCurves.of(layers("SM + G")));
    assertTrue(some.endsWith("confidence interval. A line without a band is a single seed"), some);
    Table one = layers("SM + G").where(t -> t.stringColumn("name").isEqualTo("SM"));
    String none = subtitle(DepthCurves.of(one));
    assertTrue(none.endsWith("One seed per model, so there is no interval"), none);
    Table all = layers("SM + G").where(t -> t.stringColumn("name").isEqualTo("SM + G"));
    assertTrue(
        subtitle(DepthCurves.of(all)).endsWith("mean over seeds with its 95% confidence interval"));
  }

  private static String subtitle(Figure figure) {
    return figure.layout().at("/title/subtitle/text").asText().replace("<br>", " ");
  }

  @Test
  void decadesOfNormsHaveRoomForTheirNames() {
    for (double largest : new double[] {1e4, 1e8, 1e9, 1e30}) {
      Table norms =
          Table.create(
              IntColumn.create("step", 1, 2), DoubleColumn.create("gradientNorm", 1, largest));
      var axis = GradientNorms.of(Map.of("SM", norms)).layout().path("yaxis");
      double names = Math.log10(largest) / axis.path("dtick").asInt();
      assertTrue(names > 3 && names <= 8, largest + ": " + axis);
    }
  }

  @Test
  void whatHasNoLogarithmIsLeftOut() {
    Figure norms = GradientNorms.of(norms("SM"));
    assertEquals("[1,4]", norms.data().path(0).path("x").toString());
    assertEquals("[2,4000000]", norms.data().path(0).path("y").toString());
    assertEquals("log", norms.layout().path("yaxis").path("type").asText());
    assertTrue(norms.toText().contains("largest 4.00e+06"), norms.toText());
    assertEquals(
        0, GradientNorms.of(Map.of("SM", Samples.metrics())).data().path(0).at("/x").size());
  }

  @Test
  void missingColumnsAreNamed() {
    Table table = Table.create(StringColumn.create("name", List.of("SM")));
    for (var draw :
        List.<Runnable>of(
            () -> SeedDots.of(table, "t"),
            () -> RangeBars.of(table, HeadDistribution.Reference.MAXIMUM),
            () -> DepthCurves.of(table))) {
      String message = assertThrows(IllegalArgumentException.class, draw::run).getMessage();
      assertTrue(message.contains("they have [name]"), message);
    }
    assertThrows(IllegalArgumentException.class, () -> GradientNorms.of(Map.of()));
  }
}
