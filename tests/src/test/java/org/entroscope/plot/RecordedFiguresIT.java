package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.browser.Browser;
import org.entroscope.browser.Page;
import org.entroscope.paper.Counterparts;
import org.entroscope.paper.Paper;
import org.entroscope.paper.Regime;
import org.entroscope.paper.Series;
import org.entroscope.privacy.CostModel;
import org.entroscope.privacy.Frontier;
import org.entroscope.runs.RunSummary;
import org.entroscope.statistics.HeadDistribution.Reference;
import org.entroscope.statistics.HeadValues;
import org.entroscope.statistics.PlainEntropy;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * Tests the figures of the notebooks about the findings with the recorded results, on wide and
 * narrow, light and dark pages. No text may overlap another one or be cut off.
 */
@Tag("slow")
class RecordedFiguresIT {

  private static final Path RESULTS = Path.of("..", "notebooks", "results", "series");

  private static final String LONG_NAME = "EReg(SM(t) + ScFuFFN, lambda=3.2E-4, rate=0.0)";

  @TempDir Path folder;

  private static List<Figure> figures() {
    SweepResult recorded = Sweep.load(RESULTS.toString());
    SweepResult ladder = recorded.only(Series.ladder());
    RunSummary bare = ladder.run("SM");
    RunSummary full = ladder.run("SM + LN + G");
    List<Figure> figures = new ArrayList<>();
    figures.add(PublishedAgainstOurs.of(Counterparts.of(recorded)));
    figures.add(DepthCurves.of(ladder.layers()));
    figures.add(DepthCurves.of(ladder.of("SM", "SM + LN + G").layers()));
    figures.add(DepthCurves.ordered(recorded.only(Series.gammas()).layers()));
    figures.add(DepthCurves.of(recorded.only(Series.deeper()).layers()));
    figures.add(LayerHistory.compare(full, bare));
    figures.add(LayerHistory.compare(full, bare, ladder.run("SM + R"), ladder.run("SM + G")));
    figures.add(HistoryMaps.of("SM", bare.history()));
    figures.add(GradientNorms.compare(bare, full, ladder.run("SM + R"), ladder.run("SM + G")));
    figures.add(LossCurves.compare(bare, full, ladder.run("SM + R"), ladder.run("SM + G")));
    figures.add(BandCurves.of(ladder.bands(), "The ladder", "perplexity per byte"));
    figures.add(SeedDots.beside(ladder.perplexities(), "The ladder", Paper.table2()));
    figures.add(SeedDots.of(recorded.only(Series.stabilisers()).perplexities(), "Stabilisers"));
    figures.add(RangeBars.of(ladder.ranges("entropy", Reference.MAXIMUM), Reference.MAXIMUM));
    figures.add(HeadBars.compare(full, ladder.run("SM + G"), ladder.run("SM + R"), bare));
    figures.add(frontier(recorded));
    Map<String, HeadValues> maps = new LinkedHashMap<>();
    maps.put(LONG_NAME, full.entropy());
    maps.put("SM", bare.entropy());
    maps.put("SM + LN + G", full.entropy());
    figures.add(HeatMap.compare(maps));
    figures.add(SoftmaxSliders.temperature(2.0, 1.0, 0.5, 0.0, -0.5, -1.0, -2.0, -3.0));
    figures.add(SoftmaxSliders.logit(0, 0, 0, 0, 0));
    figures.add(attention());
    figures.add(entropyAgainstTemperature());
    figures.add(
        GigabyteBars.of(
            CostModel.paper(),
            ModelShape.gpt2Small(),
            Architecture.of("SM + LN + G"),
            Architecture.of("SM + LN + R"),
            Architecture.of("EReg(SM(t) + ScFuFFN)"),
            Architecture.of("SM + ScFuFFN")));
    return figures;
  }

  private static Figure frontier(SweepResult recorded) {
    Frontier frontier = Frontier.of(CostModel.paper()).addPublished("Table 3");
    SweepResult headline = recorded.only(Series.headline());
    for (String name :
        List.of("SM + LN + G", "SM + LN + R", "SM + R", "SM + ScFuFFN", "EReg(SM(t) + ScFuFFN)")) {
      double perplexity =
          headline.runs(name).stream().mapToDouble(RunSummary::perplexity).average().orElseThrow();
      frontier.add("ours, per byte", Architecture.of(name), Regime.SHAPE, perplexity);
    }
    frontier.yardsticks("ours, per byte", headline.runs().get(0).ngrams());
    return PrivacyFrontier.of(frontier);
  }

  private static Figure attention() {
    String text = "public int size() { return elements.length; } // the number of e";
    float[][] attention = new float[text.length()][text.length()];
    for (int query = 0; query < text.length(); query++) {
      for (int key = 0; key <= query; key++) {
        attention[query][key] = 1f / (query + 1);
      }
    }
    return HeatMap.attention(attention, "layer 0, head 0", text);
  }

  private static Figure entropyAgainstTemperature() {
    DoubleColumn t = DoubleColumn.create("temperature");
    DoubleColumn entropy = DoubleColumn.create("entropy in nats");
    for (double x = -2.5; x <= 2.5; x += 0.1) {
      t.append(Math.pow(10, x));
      entropy.append(PlainEntropy.ofLogits(Math.pow(10, x), 2, 1, 0, -3));
    }
    return Curves.logarithmic("A row", Table.create(t, entropy), t.name(), entropy.name());
  }

  @Test
  void noTextLiesOverAnotherOnWideAndNarrowPages() throws Exception {
    List<Figure> figures = figures();
    StringBuilder html = new StringBuilder("<!DOCTYPE html><meta charset=utf-8><body>");
    html.append(PlotlyLibrary.html());
    figures.forEach(figure -> html.append(figure.html()));
    Path file = Files.writeString(folder.resolve("figures.html"), html);
    try (Browser browser = Browser.start()) {
      for (boolean dark : new boolean[] {false, true}) {
        for (int width : new int[] {1200, 800}) {
          browser.resize(width, 1000);
          Page page = browser.open(file);
          browser.run("document.body.style.background = arguments[0]", dark ? "#111" : "#fff");
          assertEquals(figures.size(), page.assertDrawnOffline(figures.size()).size());
          page.assertTextsApart();
          browser.screenshot("recorded-figures-%d%s".formatted(width, dark ? "-dark" : ""));
        }
      }
      browser.scripts(false).open(file);
      List<WebElement> pictures = browser.find("img.entroscope-static");
      assertEquals(figures.size(), pictures.size());
      for (WebElement picture : pictures) {
        assertEquals("760", picture.getDomProperty("naturalWidth"));
        assertFalse(picture.getAttribute("alt").isBlank());
      }
      browser.screenshot("recorded-figures-without-scripts");
      browser.scripts(true);
    }
  }
}
