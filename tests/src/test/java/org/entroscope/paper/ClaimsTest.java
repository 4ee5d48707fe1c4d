package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.entroscope.runs.RunSpec;
import org.entroscope.sweep.Recorded;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepEntry;
import org.entroscope.sweep.SweepResult;
import org.junit.jupiter.api.Test;

class ClaimsTest {

  private static final Claims PUBLISHED = Claims.of(new World(true).result());

  @Test
  void everyClaimHoldsWhereThePaperIsRight() {
    List<String> others =
        PUBLISHED.all().stream()
            .filter(judgement -> judgement.verdict() != Verdict.HOLDS)
            .map(Judgement::toString)
            .toList();
    assertEquals(List.of(), others);
    assertTrue(PUBLISHED.all().size() >= 20, PUBLISHED.tally());
  }

  @Test
  void noClaimHoldsWhereThePaperIsWrong() {
    List<String> others =
        Claims.of(new World(false).result()).all().stream()
            .filter(judgement -> judgement.verdict() != Verdict.DOES_NOT_HOLD)
            .map(Judgement::toString)
            .toList();
    assertEquals(List.of(), others);
  }

  @Test
  void withoutResultsEveryClaimIsOpenAndSaysWhatIsMissing() {
    Claims none = Claims.of(Recorded.result(List.of()));
    for (Judgement judgement : none.all()) {
      assertEquals(Verdict.OPEN, judgement.verdict());
      assertFalse(judgement.recorded());
      assertTrue(
          judgement.evidence().startsWith("not recorded: no result of "), judgement::toString);
    }
  }

  @Test
  void theHeadlineIsEnoughForTheLadderAndTheProposal() {
    Claims headline =
        Claims.of(new World(true).result(t -> Series.headline().trials().contains(t)));
    for (Judgement judgement : headline.all()) {
      assertEquals(judgement.headline(), judgement.recorded(), judgement::toString);
    }
    assertTrue(headline.get("ReLU beats GELU").headline());
    assertFalse(headline.get("Table 8").headline());
  }

  @Test
  void whatHoldsOnceIsConfirmedByOtherSeedsOrOpen() {
    Claims alike = PUBLISHED.confirmedBy(PUBLISHED);
    Claims fallen = PUBLISHED.confirmedBy(Claims.of(new World(false).result()));
    for (Judgement first : PUBLISHED.all()) {
      assertEquals(Verdict.HOLDS, alike.get(first.name()).verdict());
      Judgement again = fallen.get(first.name());
      assertEquals(first.headline() ? Verdict.OPEN : Verdict.HOLDS, again.verdict());
      assertEquals(
          first.headline(),
          again.evidence().contains("with other seeds, the verdict is 'does not hold': "));
      assertTrue(again.evidence().startsWith(first.evidence()), again::toString);
    }
  }

  @Test
  void whatDoesNotHoldIsNotConfirmed() {
    Claims wrong = Claims.of(new World(false).result());
    for (Judgement again : wrong.confirmedBy(PUBLISHED).all()) {
      assertEquals(Verdict.DOES_NOT_HOLD, again.verdict());
    }
  }

  @Test
  void claimsAreFoundByThemeAndByName() {
    int sum = 0;
    for (String theme : Claims.THEMES) {
      Claims about = PUBLISHED.about(theme);
      assertTrue(about.all().size() >= 2, theme);
      assertTrue(about.all().stream().allMatch(j -> j.theme().equals(theme)));
      sum += about.all().size();
    }
    assertEquals(PUBLISHED.all().size(), sum);
    assertEquals(sum, PUBLISHED.about(Claims.THEMES.toArray(String[]::new)).all().size());
    List<String> names = PUBLISHED.all().stream().map(Judgement::name).toList();
    assertEquals(names.size(), new HashSet<>(names).size());
    assertEquals(
        "no claim is about 'colapse'; there are collapse, overload, layernorm, guidance, gamma,"
            + " depth",
        assertThrows(IllegalArgumentException.class, () -> PUBLISHED.about("colapse"))
            .getMessage());
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> PUBLISHED.get("x"))
            .getMessage()
            .contains("ReLU beats GELU"));
  }

  @Test
  void theEvidenceHasTheNumbersOfBothSidesAndThePublishedOne() {
    String evidence = PUBLISHED.get("ReLU beats GELU").evidence();
    assertEquals(
        "perplexity per byte, geometric means: SM + R 2.94, SM + G 3.20; difference -8.1%"
            + " (95% interval -8.1% to -8.1%, 5 seeds); smallest difference of interest: -1.0%;"
            + " published: -8.2%; p = below 0.001 for the claim, below 0.001 with Holm's correction",
        evidence);
    assertEquals(
        "heads in the top range: SM + R 25%, SM + G 50%; difference -25.0 points"
            + " (95% interval -25.0 points to -25.0 points, 5 seeds); smallest difference of"
            + " interest: -5.0 points; published: -35.0 points; heads in the top range of the causal bound:"
            + " difference -25.0 points (95% interval -25.0 points to -25.0 points, 5 seeds);"
            + " p = below 0.001 for the claim, below 0.001 with Holm's correction",
        PUBLISHED.get("ReLU overloads less at the top").evidence());
    assertTrue(
        PUBLISHED
            .get("gradients explode")
            .evidence()
            .contains(
                "difference x 1.00e+04 (95% interval x 1.00e+04 to x 1.00e+04, 5 seeds); claimed:"
                    + " at least x 10.0"),
        PUBLISHED.get("gradients explode")::evidence);
    assertTrue(
        PUBLISHED
            .get("ladder")
            .evidence()
            .startsWith("from SM + LN + G to SM + LN + R: +2.6% (95%"),
        PUBLISHED.get("ladder")::evidence);
  }

  /** Judges the claim by the perplexities of SM + R and SM + G for each seed. */
  private static Judgement reluAgainstGelu(double[] relu, double[] gelu) {
    List<SweepEntry> entries = new ArrayList<>();
    for (RunSpec trial : Sweep.of(Series.ladder()).trials()) {
      int seed = (int) (trial.seed() - 1337);
      if (seed < relu.length && trial.architecture().equals("SM + R")) {
        entries.add(Recorded.entry(trial, relu[seed], 1, null));
      } else if (seed < gelu.length && trial.architecture().equals("SM + G")) {
        entries.add(Recorded.entry(trial, gelu[seed], 1, null));
      }
    }
    SweepResult result = Recorded.result(entries);
    return Claims.of(result).get("ReLU beats GELU");
  }

  @Test
  void anIntervalWithZeroLeavesAClaimOpen() {
    double[] gelu = {3.1, 3.1, 3.1, 3.1, 3.1};
    Judgement open = reluAgainstGelu(new double[] {3, 3.2, 3.05, 3.1, 3.12}, gelu);
    assertEquals(Verdict.OPEN, open.verdict());
    assertTrue(
        open.evidence()
            .matches(".*; about \\d+ seeds with this mean and spread would decide the claim"),
        open::evidence);
    double[] better = {3, 2.99, 3.03, 3, 3.01};
    assertEquals(Verdict.HOLDS, reluAgainstGelu(better, gelu).verdict());
    double[] worse = {3.2, 3.21, 3.17, 3.2, 3.2};
    assertEquals(Verdict.DOES_NOT_HOLD, reluAgainstGelu(worse, gelu).verdict());
    Judgement four = reluAgainstGelu(Arrays.copyOf(better, 4), gelu);
    assertEquals(Verdict.OPEN, four.verdict());
    assertTrue(
        four.evidence().endsWith("with Holm's correction; a verdict needs at least 5 seeds"),
        four::evidence);
    Judgement one = reluAgainstGelu(new double[] {3}, gelu);
    assertEquals(Verdict.OPEN, one.verdict());
    assertTrue(one.evidence().contains("(one seed, so no interval)"), one::evidence);
  }

  @Test
  void perplexitiesAreComparedByTheLogarithmsOfTheirRatios() {
    // the ratios 1/2, 1/4 and 1 have the geometric mean 1/2; the interval is
    // exp(-ln 2 -/+ 4.3027 ln(2) / sqrt(3)), with the 97.5% quantile of t with two degrees of
    // freedom
    Judgement half = reluAgainstGelu(new double[] {2, 1, 4}, new double[] {4, 4, 4});
    assertTrue(
        half.evidence()
            .startsWith(
                "perplexity per byte, geometric means: SM + R 2.00, SM + G 4.00; difference -50.0%"
                    + " (95% interval -91.1% to +179.7%, 3 seeds)"),
        half::evidence);
    Judgement twice = reluAgainstGelu(new double[] {4, 4, 4}, new double[] {2, 1, 4});
    assertTrue(
        twice.evidence().contains("difference +100.0% (95% interval -64.3% to +1019.0%, 3 seeds)"),
        twice::evidence);
  }

  @Test
  void twoResultsOfOneSeedAreRefusedAndNotMixed() {
    List<SweepEntry> entries = new ArrayList<>();
    for (RunSpec spec : Sweep.of(Series.ladder()).trials()) {
      SweepEntry entry = Recorded.entry(spec, 3);
      entries.add(entry);
      RunSpec elsewhere = entry.spec().withCorpus("11".repeat(32));
      entries.add(new SweepEntry(elsewhere, entry.run(), null));
    }
    String said =
        assertThrows(
                IllegalArgumentException.class, () -> Claims.of(Recorded.result(entries)).all())
            .getMessage();
    assertTrue(said.contains("two results of"), said);
    assertTrue(said.contains("the corpus"), said);
  }

  @Test
  void seedsThatDivergedAreNotCompared() {
    double nan = Double.NaN;
    Judgement two =
        reluAgainstGelu(new double[] {3, nan, 3, nan, nan}, new double[] {4, 3, 4.01, 3, 3});
    assertEquals(Verdict.OPEN, two.verdict());
    assertTrue(two.evidence().contains("2 seeds"), two::evidence);
    assertTrue(two.evidence().endsWith("a verdict needs at least 5 seeds"), two::evidence);
    double[] diverged = {nan, nan, nan, nan, nan};
    Judgement none = reluAgainstGelu(diverged, new double[] {4, 3, 3, 3, 3});
    assertEquals(Verdict.OPEN, none.verdict());
    assertTrue(
        none.evidence().endsWith("no seed has a value of both SM + R and SM + G"), none::evidence);
  }

  private static Hypothesis.Outcome ordered(double[]... perplexities) {
    List<String> names = List.of("SM + LN + G", "SM + R", "SM + G");
    List<SweepEntry> entries = new ArrayList<>();
    for (RunSpec trial : Sweep.of(Series.ladder()).trials()) {
      int model = names.indexOf(trial.architecture());
      int seed = (int) (trial.seed() - 1337);
      if (model >= 0 && seed < perplexities[model].length) {
        entries.add(Recorded.entry(trial, perplexities[model][seed], 1, null));
      }
    }
    return Order.of(names, Series.ladder()).judge(Recorded.result(entries));
  }

  private static Verdict verdict(Hypothesis.Outcome outcome) {
    return AdjustedPValues.of(List.of(outcome)).get(0).verdict(outcome.seeds());
  }

  @Test
  void anOrderHoldsOnlyIfAllNeighboursDo() {
    double[] best = {2.69, 2.7, 2.68, 2.69, 2.7};
    double[] worst = {3.2, 3.21, 3.19, 3.2, 3.21};
    Hypothesis.Outcome all = ordered(best, new double[] {2.94, 2.95, 2.93, 2.94, 2.95}, worst);
    assertEquals(Verdict.HOLDS, verdict(all), all.evidence());
    assertTrue(all.evidence().contains("3 of 3 pairs"), all.evidence());
    Hypothesis.Outcome unsure = ordered(best, new double[] {2.7, 2.6, 2.9, 2.6, 2.8}, worst);
    assertEquals(Verdict.OPEN, verdict(unsure), unsure.evidence());
    Hypothesis.Outcome swapped = ordered(best, new double[] {3.4, 3.41, 3.42, 3.4, 3.41}, worst);
    assertEquals(Verdict.DOES_NOT_HOLD, verdict(swapped), swapped.evidence());
  }

  @Test
  void aModelThatDivergesStandsLastInEverySeed() {
    double nan = Double.NaN;
    double[] last = {nan, nan, nan, nan, nan};
    Hypothesis.Outcome five =
        ordered(new double[] {2, 2.1, 2, 2, 2}, new double[] {3, 3.1, 3, 3, 3.2}, last);
    // five successes of five have p = 1/32 in the one-sided sign test, so one more seed is needed
    assertEquals(1 / 32.0, five.pFor(), 1e-12);
    assertEquals(Verdict.OPEN, verdict(five));
    assertEquals(6, five.seedsToDecide(new AdjustedPValues.Levels(0.05, 0.05)).orElseThrow());
  }

  @Test
  void anEffectTooSmallToMatterDoesNotHold() {
    double[] gelu = {3.1, 3.1, 3.1, 3.1, 3.1};
    double[] slightlyBetter = {3.0845, 3.0846, 3.0844, 3.0845, 3.0845};
    Judgement half = reluAgainstGelu(slightlyBetter, gelu);
    assertEquals(Verdict.DOES_NOT_HOLD, half.verdict(), half::evidence);
    Judgement two = reluAgainstGelu(new double[] {3.04, 3.041, 3.039, 3.04, 3.04}, gelu);
    assertEquals(Verdict.HOLDS, two.verdict(), two::evidence);
  }

  @Test
  void theTableHasOneRowAClaim() {
    assertEquals(
        List.of("claim", "in the paper", "verdict", "evidence"), PUBLISHED.toTable().columnNames());
    assertEquals(PUBLISHED.all().size(), PUBLISHED.toTable().rowCount());
    assertEquals(PUBLISHED.tally(), PUBLISHED.toTable().name());
  }
}
