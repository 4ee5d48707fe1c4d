package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.entroscope.architecture.Architecture;
import org.entroscope.runs.RunSpec;
import org.entroscope.sweep.Recorded;
import org.entroscope.sweep.Sweep;
import org.junit.jupiter.api.Test;

class FindingsTest {

  /** The budget of two cores in two hours, at 20,000 tokens per second with L=8. */
  private static final double LAYER_TOKENS = 2 * 3600 * 20_000 * 8;

  @Test
  void theFindingsFitIntoTwoHours() {
    List<RunSpec> trials = Findings.all().trials();
    double cost =
        trials.stream().mapToDouble(trial -> trial.tokens() * trial.shape().layers()).sum();
    assertTrue(cost <= LAYER_TOKENS, "%.2f of the budget".formatted(cost / LAYER_TOKENS));
    assertEquals(trials.size(), new HashSet<>(trials).size());
  }

  @Test
  void everyArchitectureOfTheCatalogueIsTrained() {
    Set<String> trained =
        Findings.all().trials().stream()
            .map(trial -> Architecture.of(trial.architecture()).terms())
            .collect(Collectors.toSet());
    for (Catalogue.Entry entry : Paper.catalogue()) {
      assertTrue(trained.contains(entry.architecture().toString()), entry::toString);
    }
  }

  @Test
  void theProposalHasTenSeedsTheLadderFiveTheRestThree() {
    assertEquals(6 * 5 + 3 * 10, Findings.headline().trials().size());
    assertEquals(
        5, Sweep.of(Findings.ladder()).trials().stream().map(RunSpec::seed).distinct().count());
    assertEquals(
        3, Sweep.of(Findings.deeper()).trials().stream().map(RunSpec::seed).distinct().count());
    assertEquals(7 * 3, Sweep.of(Findings.gammas()).trials().size());
  }

  @Test
  void theCommandLineListsExperimentsAndRefusesWhatItDoesNotKnow() {
    assertEquals(0, SweepMain.run("tiny", "--list", "--seed-offset", "10"));
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertEquals(2, SweepMain.run("finding"));
    } finally {
      System.setErr(before);
    }
    assertTrue(
        said.toString(StandardCharsets.UTF_8)
            .startsWith(
                "there is no sweep 'finding'; there are findings, headline, regime, regulariser,"
                    + " tiny, ladder, "),
        said::toString);
  }

  @Test
  void noTwoSettingsOfTheFindingsHaveOneName() {
    for (Sweep sweep : List.of(Findings.all(), Findings.regulariser())) {
      List<RunSpec> settings = sweep.trials().stream().map(RunSpec::anySeed).distinct().toList();
      assertEquals(settings.size(), new HashSet<>(Recorded.names(settings)).size());
    }
  }
}
