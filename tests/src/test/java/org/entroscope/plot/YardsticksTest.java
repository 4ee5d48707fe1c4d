package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.tokens.NgramPerplexities;
import org.junit.jupiter.api.Test;

class YardsticksTest {

  private static List<String> labels(double unigram, double bigram, double trigram, double high) {
    FigureBuilder figure = new FigureBuilder("title", "");
    Panel panel = figure.panel();
    Yardsticks lines = Yardsticks.of(List.of(new NgramPerplexities(unigram, bigram, trigram)));
    lines.across(figure, panel, trigram, high);
    assertTrue(lines.width() > 40 && lines.width() < 70, () -> "width " + lines.width());
    List<String> labels = new ArrayList<>();
    for (JsonNode note : figure.layout().path("annotations")) {
      assertEquals(1, note.path("x").asDouble(), "at the right edge of the panel");
      assertEquals("left", note.path("xanchor").asText(), "and beside it, where no data can be");
      labels.add(
          "%s %.1f".formatted(note.path("text").asText(), Math.pow(10, note.path("y").asDouble())));
    }
    return labels;
  }

  @Test
  void namesStandBesideThePanelAndJoinWhereTheirLinesAreClose() {
    assertEquals(List.of("unigram 32.0", "bigram 8.0", "trigram 4.0"), labels(32, 8, 4, 16));
    assertEquals(List.of("unigram 32.0", "bigram<br>trigram 4.0"), labels(32, 4.1, 4, 16));
    assertEquals(
        List.of("unigram<br>bigram<br>trigram 8.0"),
        labels(8.1, 8, 8, 64),
        "three below each other");
    assertEquals(0, Yardsticks.NONE.width(), "no lines need no room");
  }
}
