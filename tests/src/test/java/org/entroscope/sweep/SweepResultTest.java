package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.entroscope.paper.Paper;
import org.entroscope.plot.BandCurves;
import org.entroscope.plot.Figure;
import org.entroscope.plot.LossCurves;
import org.entroscope.plot.SeedDots;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunSummary;
import org.entroscope.tokens.NgramPerplexities;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class SweepResultTest {

  private static final NgramPerplexities NGRAMS = new NgramPerplexities(29.26, 13.3, 6.23);

  /** Returns three seeds of three architectures. One seed of the last architecture diverged. */
  private static SweepResult result() {
    double[][] perplexities = {{3.0, 3.2, 3.1}, {3.4, 3.5, 3.3}, {4.0, Double.NaN, 4.4}};
    return result(TinySweep.of("SM + LN + G", "SM + G", "SM").seeds(3), perplexities);
  }

  private static SweepResult result(Sweep sweep, double[][] perplexities) {
    List<SweepEntry> entries = new ArrayList<>();
    List<RunSpec> trials = sweep.trials();
    for (int i = 0; i < trials.size(); i++) {
      int architecture = i % perplexities.length;
      double perplexity = perplexities[architecture][i / perplexities.length];
      entries.add(Recorded.entry(trials.get(i), perplexity));
    }
    return new SweepResult(entries);
  }

  @Test
  void theSummaryHasMeansDeviationsAndIntervals() {
    Table summary = result().summary();
    assertEquals(
        List.of("SM + LN + G", "SM + G", "SM"), summary.stringColumn("architecture").asList());
    Row first = summary.row(0);
    assertEquals(3, first.getInt("finished"));
    assertEquals(3.1, first.getDouble("perplexity"), 1e-9);
    assertEquals(0.1, first.getDouble("sd"), 1e-9);
    double margin = 4.3026527 * 0.1 / Math.sqrt(3); // 97.5th percentile of t, 2 degrees of freedom
    assertEquals(3.1 - margin, first.getDouble("low"), 1e-7);
    assertEquals(3.1 + margin, first.getDouble("high"), 1e-7);
    Row last = summary.row(2);
    assertEquals(2, last.getInt("finished"));
    assertEquals(1, last.getInt("diverged"));
    assertEquals(4.2, last.getDouble("perplexity"), 1e-9);
  }

  @Test
  void pairsAreOfOneSeed() {
    Table paired = result().paired("SM + LN + G", "SM+G");
    assertEquals(1, paired.rowCount());
    Row row = paired.row(0);
    assertEquals(3, row.getInt("pairs"));
    assertEquals(-0.3, row.getDouble("a - b"), 1e-9);
    assertEquals(0.1, row.getDouble("sd"), 1e-9, "differences -0.4, -0.3, -0.2");
    assertEquals(-0.3 - 4.3026527 * 0.1 / Math.sqrt(3), row.getDouble("low"), 1e-7);
    assertEquals(-0.3 + 4.3026527 * 0.1 / Math.sqrt(3), row.getDouble("high"), 1e-7);
    assertEquals(3, row.getInt("a better"));
    Row withGap = result().paired("SM", "SM + G").row(0);
    assertEquals(2, withGap.getInt("pairs"));
    assertEquals((0.6 + 1.1) / 2, withGap.getDouble("a - b"), 1e-9);
    assertEquals(0, withGap.getInt("a better"));
  }

  @Test
  void pairsAreOfOneSetting() {
    Sweep sweep = TinySweep.of("SM", "SM + G").contexts(8, 16);
    List<RunSpec> trials = sweep.trials();
    double[] perplexities = {4, 3, 5, 3.5};
    List<SweepEntry> entries = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      entries.add(Recorded.entry(trials.get(i), perplexities[i]));
    }
    Table paired = new SweepResult(entries).paired("SM", "SM + G");
    assertEquals(List.of(8, 16), paired.intColumn("context").asList());
    assertEquals(List.of(1.0, 1.5), rounded(paired));
    assertEquals(2, paired.column("low").countMissing(), "one seed has no interval");
  }

  private static List<Double> rounded(Table paired) {
    return paired.doubleColumn("a - b").asList().stream()
        .map(x -> Math.round(x * 1e9) / 1e9)
        .toList();
  }

  @Test
  void severalSettingsOfARegulariserCannotBePaired() {
    Sweep sweep = TinySweep.of("EReg(SM(t) + ScFuFFN)", "EReg(SM(t) + ScFuFFN, gamma=0.1)", "SM");
    List<SweepEntry> entries =
        sweep.trials().stream().map(trial -> Recorded.entry(trial, 3)).toList();
    SweepResult result = new SweepResult(entries);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> result.paired("EReg(SM(t) + ScFuFFN, lambda=1)", "SM"))
            .getMessage();
    assertTrue(message.contains("EReg(SM(t) + ScFuFFN, gamma=0.1)"), message);
    assertTrue(message.endsWith("choose with where(...)"), message);
    assertEquals(1, result.paired("EReg(SM(t) + ScFuFFN, gamma=0.1)", "SM").rowCount());
    assertEquals(1, result.paired("EReg(SM(t) + ScFuFFN)", "SM").rowCount());
  }

  @Test
  void kendallComparesWithAPublishedOrder() {
    Kendall agreement = result().kendall(List.of("SM + LN + G", "SM", "SM + G"));
    assertEquals(1 / 3.0, agreement.tau(), 1e-12);
    assertEquals(2, agreement.concordant());
    assertEquals(1, agreement.discordant());
    assertEquals(0.5, agreement.pValue(), 1e-12, "3 of 6 orders have at most one inversion");
    assertEquals(List.of("SM + LN + G", "SM + G", "SM"), agreement.measured());
    assertTrue(agreement.bySeed().size() > 1);
    agreement.bySeed().forEach(tau -> assertEquals(1 / 3.0, tau, 1e-12, "every seed says so"));
    assertEquals(1, result().kendall(List.of("SM + LN + G", "SM + G", "SM")).tau());
  }

  @Test
  void whatDivergedWithEverySeedIsTheWorst() {
    double nan = Double.NaN;
    SweepResult result =
        result(TinySweep.of("SM", "SM + G").seeds(2), new double[][] {{nan, nan}, {9, 9}});
    assertEquals(1, result.kendall(List.of("SM + G", "SM")).tau());
  }

  @Test
  void anUnknownArchitectureIsAnsweredWithThoseThatAreThere() {
    assertEquals(
        "there is no result of SM + R; there are results of: SM + LN + G, SM + G, SM",
        assertThrows(IllegalArgumentException.class, () -> result().run("SM + R")).getMessage());
  }

  @Test
  void oneSweepOfSeveralInAFolderIsChosen() {
    SweepResult result = result();
    assertEquals(6, result.only(TinySweep.of("SM", "SM + G")).entries().size(), "all seeds");
    assertEquals(0, result.only(TinySweep.of("SM").depths(7)).entries().size());
  }

  /**
   * Returns two seeds that learned, and one that completed every step but learned only frequencies.
   */
  private static SweepResult withUnigramRun() {
    double[][] perplexities = {{3.0, 3.2, 29.3}, {3.4, 3.5, 3.3}};
    List<SweepEntry> entries = new ArrayList<>();
    List<RunSpec> trials = TinySweep.of("SM", "SM + G").seeds(3).trials();
    for (int i = 0; i < trials.size(); i++) {
      entries.add(Recorded.entry(trials.get(i), perplexities[i % 2][i / 2], NGRAMS));
    }
    return new SweepResult(entries);
  }

  @Test
  void aRunAtTheUnigramLevelIsNotTrained() {
    SweepResult result = withUnigramRun();
    assertEquals(1, result.count(SweepEntry.Status.UNIGRAM));
    assertEquals(5, result.count(SweepEntry.Status.FINISHED));
    assertTrue(result.toString().startsWith("5 finished, 1 unigram"), result::toString);
    Row row = result.summary().row(0);
    assertEquals(2, row.getInt("finished"));
    assertEquals(1, row.getInt("unigram"));
    assertEquals(3.1, row.getDouble("perplexity"), 1e-9);
    Table table = result.table();
    assertEquals("UNIGRAM", table.stringColumn("status").get(4));
    assertEquals(29.3, table.doubleColumn("perplexity").get(4), 1e-9, "it is still shown");
    assertEquals(2, result.paired("SM", "SM + G").row(0).getInt("pairs"));
    assertEquals(1, result.kendall(List.of("SM", "SM + G")).tau(), "3.1 against 3.4");
    assertEquals(
        "perplexity 29.300, no better than the unigram perplexity 29.260",
        result.runs().get(4).outcome());
    assertEquals("perplexity 3.000", result.runs().get(0).outcome());
    Table published = Paper.table2().beside(result.runs().toArray(RunSummary[]::new));
    Row bare = published.row(published.stringColumn("architecture").asList().indexOf("SM"));
    assertTrue(bare.isMissing("perplexity (ours)"), published::printAll);
    Table seeds = result.perplexities();
    assertEquals("UNIGRAM", seeds.stringColumn("status").get(2));
    assertEquals(13.3, seeds.doubleColumn("bigram").get(0), 1e-9);
    SweepResult none = result.where(trial -> trial.seed() == 1339);
    assertEquals(-1, none.kendall(List.of("SM", "SM + G")).tau(), "the untrained one is the worst");
  }

  @Test
  void figuresShowUnigramRunsAndTheYardsticks() {
    SweepResult result = withUnigramRun();
    Figure dots = SeedDots.of(result.perplexities(), "Perplexity");
    String text = dots.toText();
    assertTrue(
        text.contains("SM: 3.100 (1.829 to 4.371), 2 seeds, 1 of 3 seeds at the unigram level"),
        text);
    assertTrue(
        text.contains(
            "Dotted lines: n-grams of the corpus (unigram 29.3, bigram 13.3, trigram 6.23)"),
        text);
    assertTrue(
        text.contains("Dots: one per seed (3 seeds). Diamond and bar: mean with its 95% c"), text);
    String notes = dots.layout().path("annotations").toString();
    for (String label : List.of("unigram 29.3", "bigram 13.3", "trigram 6.23")) {
      assertTrue(notes.contains("\"" + label + "\""), notes);
      assertTrue(dots.toSvg().orElseThrow().contains(label), label);
    }
    assertEquals(3, dots.layout().path("shapes").size());
    String open = dots.data().path(2).path("marker").path("symbol").asText();
    assertEquals("circle-open", open, dots.data()::toString);
    assertEquals("[29.3]", dots.data().path(2).path("x").toString());
    Figure bands = BandCurves.of(result.bands(), "Perplexity", "perplexity per byte");
    assertEquals(3, bands.layout().path("shapes").size());
    assertEquals("log", bands.layout().path("yaxis").path("type").asText());
    assertTrue(bands.layout().path("annotations").toString().contains("\"bigram\""));
    Figure curves = LossCurves.compare(result.runs().toArray(RunSummary[]::new));
    assertEquals(3, curves.layout().path("shapes").size());
    assertTrue(curves.toText().contains("trigram 6.23"), curves::toText);
    // if the values are far from an n-gram perplexity, the axis is not extended, and the text shows
    // the number
    SweepResult good = result.where(trial -> trial.seed() != 1339);
    Figure near = SeedDots.of(good.perplexities(), "Perplexity");
    assertEquals(0, near.layout().path("shapes").size());
    assertTrue(near.toText().contains("N-grams of the corpus (unigram 29.3"), near::toText);
  }

  @Test
  void bandsAreDrawnWithTheirMeans() {
    Table bands = result().bands();
    assertEquals(9, bands.rowCount(), "three evaluations each");
    assertEquals(3.1, bands.row(2).getDouble("mean"), 1e-6);
    assertEquals(2, bands.row(8).getInt("runs"));
    String text = BandCurves.of(bands, "Perplexity", "perplexity per byte").toString();
    assertTrue(text.contains("SM + LN + G: 3.100 (2.852 to 3.348) at step "), text);
  }
}
