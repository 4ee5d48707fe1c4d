package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FigureTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static List<String> attacks() {
    return Attacks.TEXTS;
  }

  @Test
  void everyFigureIsValidJsonWithoutNaN() throws Exception {
    for (Figure figure : Samples.figures("SM + G").values()) {
      JsonNode specification = JSON.readTree(figure.toJson());
      assertTrue(specification.path("data").isArray() && !specification.path("data").isEmpty());
      assertTrue(specification.path("layout").path("height").asInt() >= 200);
      assertFalse(figure.toJson().contains("NaN,"), figure.title());
      assertEquals(figure.toJson(), figure.specification().toString());
    }
  }

  @Test
  void divergedHeadsAreGapsThatSaySo() {
    JsonNode data = HeatMap.of(Samples.withNaN()).data();
    assertTrue(data.path(0).path("z").path(2).path(1).isNull());
    assertEquals("NaN", data.path(1).path("text").path(2 * 4 + 1).asText());
    assertEquals(1, data.path(0).path("z").path(0).path(0).asDouble() / bound(), 1e-5);
    JsonNode loss = LossCurves.of("SM", Samples.metrics()).data();
    assertEquals("[5,3,2.5]", loss.path(0).path("y").toString());
    assertEquals("[0,20]", loss.path(1).path("x").toString());
    assertEquals(Math.exp(2.6), loss.path(1).path("y").path(1).asDouble(), 1e-3);
  }

  private static double bound() {
    return EntropyBound.causal(64);
  }

  @Test
  void coloursMeanTheSameInEveryPanel() {
    JsonNode layout = Samples.figures("x").get("maps").layout();
    assertEquals(0, layout.path("coloraxis").path("cmin").asDouble());
    assertEquals(bound(), layout.path("coloraxis").path("cmax").asDouble(), 1e-4);
    assertEquals("0", layout.at("/coloraxis/colorbar/ticktext/0").asText());
    HeadValues bidirectional = new HeadValues(new float[][] {{4}}, 64);
    assertEquals(
        EntropyBound.maximum(64),
        HeatMap.of(bidirectional).layout().path("coloraxis").path("cmax").asDouble(),
        1e-4);
  }

  @Test
  void numbersInCellsContrastWithTheirCell() {
    JsonNode colours = HeatMap.of(Samples.map(3, 4)).data().path(1).path("textfont").path("color");
    assertEquals("#000000", colours.path(0).asText());
    assertEquals("#ffffff", colours.path(11).asText());
  }

  @Test
  void historyHasALineForEachLayerUnderTheBound() {
    Figure history = LayerHistory.of(Samples.history());
    assertEquals(3, history.data().size());
    assertEquals("layer 2", history.data().path(2).path("name").asText());
    assertTrue(history.data().path(2).path("y").path(1).isNull());
    assertEquals(bound(), history.layout().path("shapes").path(0).path("y0").asDouble(), 1e-4);
    assertEquals(0, LayerHistory.of(HeadHistory.empty()).data().size());
  }

  @Test
  void barsAreSharesAndCountNaNApart() {
    JsonNode bars = HeadBars.of(HeadDistribution.of(Samples.withNaN())).data().path(0);
    assertEquals("NaN or \u221e", bars.path("x").path(4).asText());
    double sum = 0;
    for (JsonNode share : bars.path("y")) {
      sum += share.asDouble();
    }
    assertEquals(1, sum, 1e-4);
  }

  @Test
  void longCurvesAreThinned() {
    double[] losses = new double[100_001];
    int[] steps = new int[losses.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = i;
      losses[i] = i;
    }
    JsonNode line =
        LiveFigure.of(
                "t", "p", new LiveFigure.Curve(steps, losses), LiveFigure.Curve.EMPTY, 0, List.of())
            .data()
            .path(0);
    assertTrue(line.path("x").size() <= 301);
    assertEquals(100_000, line.path("x").path(line.path("x").size() - 1).asInt());
    assertEquals(line.path("x"), line.path("y"));
  }

  @Test
  void aSingleStepOfInstabilityIsStillDrawn() {
    double[] losses = new double[10_000];
    int[] steps = IntStream.range(0, losses.length).toArray();
    Arrays.fill(losses, 2);
    losses[4321] = 50;
    losses[7777] = Double.NaN;
    JsonNode line =
        LiveFigure.of(
                "t", "p", new LiveFigure.Curve(steps, losses), LiveFigure.Curve.EMPTY, 0, List.of())
            .data()
            .path(0);
    assertTrue(line.path("x").size() <= 300, "points: " + line.path("x").size());
    Map<Integer, JsonNode> byStep = new HashMap<>();
    for (int i = 0; i < line.path("x").size(); i++) {
      byStep.put(line.path("x").path(i).asInt(), line.path("y").path(i));
    }
    assertEquals(50, byStep.get(4321).asDouble());
    assertTrue(byStep.get(7777).isNull(), "a gap stays a gap");
    assertTrue(byStep.containsKey(0) && byStep.containsKey(9999), byStep::toString);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void noTextBecomesMarkup(String text) throws Exception {
    for (Figure figure : Samples.figures(text).values()) {
      String html = figure.html();
      assertEquals(2, html.split("<script", -1).length, "one script element only");
      assertEquals(2, html.split("</script", -1).length, "which ends once");
      assertEquals(2, html.split("<img", -1).length, "one picture, which is ours");
      String without = html.replaceFirst("<img class=\"entroscope-static\"", "");
      for (String markup : List.of("<s>", "<b>", "<img", "<svg", "<a ", "<!--")) {
        assertFalse(without.contains(markup), figure.title() + ": " + markup);
        assertFalse(figure.toJson().contains(markup), figure.title() + ": " + markup);
      }
      assertFalse(html.contains("\u2028") && html.indexOf('\u2028') > html.indexOf("<script"));
      JSON.readTree(figure.toJson());
    }
    assertEquals(text, Samples.figures(text).get("map").title());
  }

  @Test
  void onlyTheSameFigureHasTheSameIdentity() {
    Set<String> identities = new HashSet<>();
    Samples.figures("SM").values().forEach(figure -> identities.add(identity(figure.html())));
    assertEquals(Samples.figures("SM").size(), identities.size());
    Figure figure = HeatMap.of(Samples.map(2, 2));
    assertEquals(figure.html(), HeatMap.of(Samples.map(2, 2)).html(), "runs can be compared");
  }

  private static String identity(String html) {
    return html.replaceAll("(?s).*?data-entroscope=\"([^\"]+)\".*", "$1");
  }

  @Test
  void aFragmentHoldsNoLibraryAndAPageNeedsNoNetwork() {
    Figure figure = HeatMap.of(Samples.map(2, 2));
    assertTrue(figure.html().length() < 12_000, "bytes: " + figure.html().length());
    assertFalse((figure.toHtml()).matches("(?s).*(src|href)=[\"']?(https?:)?//.*"));
    assertTrue(figure.toHtml().length() < 700_000, "a partial bundle of the library");
    assertEquals(1, figure.html().lines().count(), "a line a figure in a notebook");
    assertTrue(figure.html().contains("causal bound 3.206"), "words for where no script runs");
  }

  @Test
  void savesCompleteFilesOnly(@TempDir Path folder) throws Exception {
    Figure figure = HeatMap.of(Samples.map(2, 2));
    figure.save(folder.resolve("new/x.JSON"));
    assertEquals(figure.toJson(), Files.readString(folder.resolve("new/x.JSON")));
    figure.save(folder.resolve("x.html").toString());
    figure.save(folder.resolve("x.html"));
    assertTrue(Files.readString(folder.resolve("x.html")).endsWith("</html>\n"));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count(), "nothing temporary is left");
    }
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> figure.save("x.gif"))
            .getMessage()
            .endsWith("the name must end in .html, .json, .svg or .png"));
  }

  @Test
  void everyDisplayableValueHasAFigure() {
    for (Object value :
        List.of(
            Samples.map(2, 2),
            Samples.history(),
            HeadDistribution.of(Samples.map(2, 2)),
            HeadDistribution.compare(Map.of("SM", Samples.map(2, 2))),
            HeatMap.of(Samples.map(2, 2)))) {
      Figure figure = Figures.of(value).orElseThrow();
      assertFalse(figure.toText().isBlank());
      assertEquals(figure, Figures.of(value).orElseThrow());
    }
    assertTrue(Figures.of("a text").isEmpty());
    assertTrue(Figures.of(null).isEmpty());
  }

  @Test
  void refusesWhatItCannotDraw() {
    assertTrue(message(() -> HeatMap.compare()).contains("at least one model"));
    assertEquals(
        "attention must be a matrix: row 0 has 1 keys, row 1 has 2",
        message(() -> HeatMap.attention(new float[][] {{1}, {1, 0}}, "x")));
    assertEquals(
        "there must be as many steps as losses, not 1 and 0",
        message(() -> new LiveFigure.Curve(new int[1], new double[0])));
    assertEquals(
        "the metrics of 'SM' need a column step; they have [loss, evaluationLoss]",
        message(() -> LossCurves.of("SM", Samples.metrics().removeColumns("step"))));
  }

  private static String message(Runnable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
  }
}
