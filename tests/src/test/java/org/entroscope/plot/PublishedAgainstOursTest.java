package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.paper.Counterparts;
import org.entroscope.paper.Series;
import org.entroscope.runs.RunSpec;
import org.entroscope.sweep.Recorded;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepEntry;
import org.junit.jupiter.api.Test;

class PublishedAgainstOursTest {

  /**
   * Returns results in which GELU's perplexity is 10% to 30% above the baseline's for each seed.
   */
  private static Counterparts counterparts() {
    List<SweepEntry> entries = new ArrayList<>();
    for (RunSpec trial : Sweep.of(Series.ladder()).trials()) {
      double seed = trial.seed() - 1337;
      if (trial.architecture().equals("SM + LN + G")) {
        entries.add(Recorded.entry(trial, 5, 1, null));
      } else if (trial.architecture().equals("SM + G")) {
        entries.add(Recorded.entry(trial, 5 * (1.1 + 0.05 * seed), 1, null));
      }
    }
    return Counterparts.of(Recorded.result(entries));
  }

  @Test
  void drawsMultiplesOfTheBaselineWithIntervals() {
    Figure figure = PublishedAgainstOurs.of(counterparts());
    JsonNode published = figure.data().path(1);
    JsonNode dots = figure.data().path(2);
    assertEquals("ours", dots.path("name").asText());
    assertEquals(1, dots.path("x").size(), "neither the baseline nor what was not measured");
    assertEquals(3.197 / 2.688, published.path("x").path(0).asDouble(), 1e-5);
    double geometricMean = Math.pow(1.1 * 1.15 * 1.2 * 1.25 * 1.3, 1 / 5.0);
    assertEquals(geometricMean, dots.path("x").path(0).asDouble(), 1e-5);
    // half of the interval of the mean logarithm: t(0.975, 4) times its standard error
    double half = 2.776445 * 0.066031074 / Math.sqrt(5);
    double above = dots.path("error_x").path("array").path(0).asDouble();
    double below = dots.path("error_x").path("arrayminus").path(0).asDouble();
    assertEquals(geometricMean * Math.expm1(half), above, 1e-5);
    assertEquals(-geometricMean * Math.expm1(-half), below, 1e-5);
    assertEquals("[\"Table 2: SM + G\"]", figure.layout().at("/yaxis/ticktext").toString());
    assertEquals(ModelStyle.of("SM + G").colour(), dots.at("/marker/color/0").asText());
    String text = figure.toText();
    assertTrue(text.contains("Table 2, SM + G: published x 1.189, ours x 1.198 ("), text);
  }

  @Test
  void aDeadSeedIsNamedAtTheEdgeAndDoesNotSetTheScale() {
    List<SweepEntry> entries = new ArrayList<>();
    for (RunSpec trial : Sweep.of(Series.ladder()).trials()) {
      if (trial.architecture().equals("SM + LN + G")) {
        entries.add(Recorded.entry(trial, 5, 1, null));
      } else if (trial.architecture().equals("SM + G")) {
        entries.add(Recorded.entry(trial, trial.seed() == 1337 ? 400 : 5.5, 1, null));
      }
    }
    Figure figure = PublishedAgainstOurs.of(Counterparts.of(Recorded.result(entries)));
    double end = Math.pow(10, figure.layout().at("/xaxis/range/1").asDouble());
    assertTrue(end < 2, "the axis ends at " + end);
    assertTrue(figure.layout().at("/annotations/0/text").asText().endsWith("\u2192"));
    assertTrue(figure.data().at("/2/x/0").isNull());
  }

  @Test
  void withoutMeasurementsThereIsNothingToDraw() {
    Counterparts none = Counterparts.of(Recorded.result(List.of()));
    assertThrows(IllegalArgumentException.class, () -> PublishedAgainstOurs.of(none));
  }
}
