package org.entroscope.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.paper.Catalogue;
import org.entroscope.paper.Paper;
import org.entroscope.progress.ProgressState;
import org.entroscope.statistics.Diagnosis;
import org.entroscope.statistics.HeadValues;
import org.entroscope.workshop.Answer;
import org.entroscope.workshop.Exercise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.BarTrace;

class DisplaysTest {

  static final HeadValues MAP = new HeadValues(new float[][] {{1, 2}, {0.5f, 3}}, 64);

  private static DisplayBundle bundle(Object value) {
    return Displays.of(value).orElseThrow();
  }

  @Test
  void aFigureHasFormsThatNoOtherSoftwareTakesOver() {
    DisplayBundle map = bundle(MAP);
    assertEquals(
        List.of(DisplayBundle.HTML, DisplayBundle.SVG, DisplayBundle.TEXT),
        List.copyOf(map.forms().keySet()));
    assertTrue(map.needsPlotly());
    assertFalse(map.html().contains("src=\"http"), "nothing comes from elsewhere");
    assertTrue(map.html().length() < 50_000, "the library is not in it");
  }

  @Test
  void everyArchitectureOfTheCatalogueHasADrawingOfItsParts() {
    for (Catalogue.Entry entry : Paper.catalogue()) {
      Architecture a = entry.architecture();
      String html = Pictures.svg(bundle(a).html()).get(0);
      assertEquals(a.layerNorm(), html.contains(">LayerNorm<"), a.toString());
      assertEquals(a.fused(), html.contains(">W fused<"), a.toString());
      assertEquals(a.temperature() != null, html.contains(">t learned<"), a.toString());
      assertEquals(a.regularised(), html.contains(">entropy regulariser<"), a.toString());
    }
  }

  @Test
  void otherValuesHaveWords() {
    assertTrue(bundle(ModelShape.laptop()).html().contains("128"));
    Diagnosis diagnosis = Diagnosis.of(MAP);
    assertEquals(diagnosis.toString(), bundle(diagnosis).text());
    assertEquals("[[1.0, 2.0], [3.0]]", bundle(new double[][] {{1, 2}, {3}}).text());
    assertTrue(Displays.of("a string").isEmpty());
  }

  @Test
  void answersSayHowTheyStand() {
    DisplayBundle right = bundle(Exercise.check("an even row", Math.log(8)));
    assertTrue(right.html().contains(">Right<") && !right.html().contains("Hint"), right.html());
    DisplayBundle wrong = bundle(Exercise.check("an even row", 3));
    assertTrue(wrong.html().contains(">Not yet<") && wrong.html().contains(">Hint<"));
    assertTrue(wrong.text().contains("this is the entropy in bits"), wrong.text());
    assertTrue(bundle(Exercise.check("an even row", null)).text().contains("expected is a number"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>window.attacked=1</script>",
        "</script><script>window.attacked=1</script>",
        "<img src=x onerror='window.attacked=1'>",
        "\"><svg onload=\"window.attacked=1\">",
        "' onmouseover='window.attacked=1",
        "\\'});window.attacked=1;//",
        "\\",
        "<!--<script>"
      })
  void textStaysTextInEveryForm(String attack) {
    Table table =
        Table.create(
            attack, StringColumn.create(attack, attack, "b"), DoubleColumn.create("n", 1, 2));
    Figure figure =
        new Figure(
            Layout.builder(attack, attack, attack).build(),
            BarTrace.builder(new Object[] {attack, "b"}, new double[] {1, 2}).name(attack).build());
    ProgressState progress =
        new ProgressState(attack, 1, 2, attack, 1, attack, ProgressState.Phase.RUNNING);
    Answer answer = new Answer(attack, Answer.Verdict.NOT_YET, attack, attack);
    for (DisplayBundle bundle :
        List.of(bundle(table), bundle(figure), bundle(answer), ProgressBars.bar(progress))) {
      // there must be no markup of the attack outside our own tags
      String html = bundle.html().replace("<img class=\"entroscope-static\" ", "");
      assertFalse(html.contains("<script>window"), html);
      assertFalse(html.contains("<img"), html);
      assertFalse(html.contains("<svg onload"), html);
      assertFalse(html.contains("<!--"), html);
      assertFalse(html.split("<script>")[0].contains("' onmouseover='"), html);
    }
  }

  @Test
  void tablesawFiguresBecomeData() {
    Figure figure =
        new Figure(
            Layout.builder("A title").build(),
            BarTrace.builder(new Object[] {"a<b", "c"}, new double[] {1, Double.NaN}).build());
    JsonNode specification = DrawnFrom.html(bundle(figure).html());
    JsonNode trace = specification.path("data").path(0);
    assertEquals("[\"a&lt;b\",\"c\"]", trace.path("x").toString());
    assertEquals("bar", trace.path("type").asText());
    assertTrue(trace.path("y").path(1).isNull());
    assertEquals("A title", specification.path("layout").path("title").path("text").asText());
  }
}
