package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Regulariser;
import org.entroscope.component.EntropyRegulariser;
import org.entroscope.component.EntropyRegulariser.Reduction;
import org.entroscope.engine.Precision;
import org.entroscope.runs.RunSpec;
import org.entroscope.sweep.Grid;
import org.entroscope.sweep.Recorded;
import org.entroscope.sweep.Sweep;
import org.junit.jupiter.api.Test;

class SeriesTest {

  private static final Map<String, Sweep> ALL = Series.all();

  private static List<RunSpec> everything() {
    return ALL.values().stream().flatMap(sweep -> sweep.trials().stream()).toList();
  }

  private static Set<Long> seeds(Sweep sweep, String architecture) {
    return sweep.trials().stream()
        .filter(trial -> trial.architecture().equals(architecture))
        .map(RunSpec::seed)
        .collect(Collectors.toSet());
  }

  /**
   * Returns the core hours of a trial. They follow from the microseconds of one core per layer and
   * token, measured on two cores of an AMD EPYC: 31 ms for 8 layers of width 64 and 512 tokens, and
   * 122 ms for width 128 and 1,024 tokens. At width 192 and T=128 the value is about 40.
   */
  private static double coreHours(RunSpec trial) {
    int width = trial.shape().hiddenSize();
    double micros = width == 64 ? 7.6 : width == 128 ? 14.9 : 40;
    double half = trial.precision() == Precision.FLOAT16 ? 2 : 1;
    return trial.tokens() * trial.shape().layers() * micros * half / 3.6e9;
  }

  /** The budget is seventeen hours on two cores. */
  @Test
  void theSeriesFitTheBudget() {
    double all = everything().stream().distinct().mapToDouble(SeriesTest::coreHours).sum();
    assertTrue(all <= 2 * 17, all + " core hours");
  }

  @Test
  void everyArchitectureOfTheCatalogueIsTrained() {
    Set<String> trained =
        everything().stream()
            .map(trial -> Architecture.of(trial.architecture()).terms())
            .collect(Collectors.toSet());
    for (Catalogue.Entry entry : Paper.catalogue()) {
      assertTrue(trained.contains(entry.architecture().toString()), entry::toString);
    }
  }

  @Test
  void tables5And6AreTrainedInBothPrecisionsWithFiveSeeds() {
    List<String> wanted = new ArrayList<>();
    Paper.table5().architectures().forEach(a -> wanted.add(a.toString()));
    Paper.table6().architectures().forEach(a -> wanted.add(a.toString()));
    for (Precision precision : List.of(Precision.FLOAT16, Precision.FLOAT32)) {
      Sweep headline = ALL.get(precision == Precision.FLOAT16 ? "half" : "stabilisers");
      Sweep rest = ALL.get(precision == Precision.FLOAT16 ? "half-placement" : "placement");
      for (String architecture : wanted) {
        int seeds = seeds(headline, architecture).size() + seeds(rest, architecture).size();
        assertEquals(Series.SEEDS, seeds, architecture);
      }
      assertEquals(10, seeds(headline, "SM").size());
      for (RunSpec trial : headline.and(rest).trials()) {
        assertEquals(precision, trial.precision());
        assertEquals(12, trial.shape().layers());
        assertEquals(1e-3, trial.plan().learningRate(), "the paper's");
      }
    }
  }

  @Test
  void seedsAreInterleavedSoThatAStoppedSeriesCanBeJudged() {
    List<RunSpec> half = ALL.get("half").trials();
    Set<String> first =
        half.stream().limit(6).map(RunSpec::architecture).collect(Collectors.toSet());
    assertEquals(6, first.size(), "every architecture once");
    assertEquals("SM", half.get(0).architecture());
    assertTrue(half.stream().limit(6).allMatch(trial -> trial.seed() == Grid.FIRST_SEED));
  }

  @Test
  void theRegulariserIsAsPublishedAndItsVariantsDifferInOneThing() {
    EntropyRegulariser learned = regulariser(Regime.learned());
    int deviations = Regime.PLAN.batchSize() * Regime.SHAPE.context();
    assertEquals(0.16384, Regime.STRENGTH, 1e-12);
    assertEquals(Regime.STRENGTH, learned.lambda() * deviations, 0.002);
    assertEquals(Reduction.AUTHORS_SUM, learned.reduction());
    assertEquals(0.2, learned.tolerance());
    assertEquals(1, learned.thresholdRate());
    assertEquals(learned.withThresholds(0.5, 0), regulariser(Regime.fixed()));
    EntropyRegulariser mean = regulariser(Regime.algorithm1());
    assertEquals(Reduction.ALGORITHM_1, mean.reduction());
    assertEquals(Regime.STRENGTH, mean.lambda(), 0.002);
    Set<Double> strengths =
        ALL.get("strengths").trials().stream()
            .filter(trial -> Architecture.of(trial.architecture()).regularised())
            .map(trial -> regulariser(Architecture.of(trial.architecture())).lambda() * deviations)
            .collect(Collectors.toSet());
    assertEquals(5, strengths.size());
    strengths.forEach(strength -> assertTrue(strength > 0.099 && strength < 1.01));
    double geometry =
        Series.geometry().architectures().stream()
            .filter(Architecture::regularised)
            .mapToDouble(architecture -> regulariser(architecture).lambda())
            .findFirst()
            .orElseThrow();
    assertEquals(Regime.STRENGTH, geometry * 8 * 128, 0.002);
  }

  private static EntropyRegulariser regulariser(Architecture architecture) {
    Regulariser only = architecture.regularisers().get(0);
    return (EntropyRegulariser) only;
  }

  @Test
  void everyStepHasAsManyTokensAtEveryContext() {
    for (String name : List.of("ladder", "longer", "longest", "pythia")) {
      for (RunSpec trial : ALL.get(name).trials()) {
        assertEquals(512, trial.tokens() / trial.plan().steps(), trial::toString);
      }
    }
    assertEquals(512, ALL.get("longest").trials().get(0).shape().context());
    assertThrows(IllegalArgumentException.class, () -> Regime.plan(100));
  }

  @Test
  void noTwoSettingsHaveOneNameAndNoSearchSeedIsReported() {
    List<RunSpec> settings = everything().stream().map(RunSpec::anySeed).distinct().toList();
    assertEquals(settings.size(), new HashSet<>(Recorded.names(settings)).size());
    Set<Long> search =
        RegimeSearch.all().trials().stream().map(RunSpec::seed).collect(Collectors.toSet());
    everything().forEach(trial -> assertFalse(search.contains(trial.seed()), trial::toString));
  }

  @Test
  void theHeadlineHasFiveSeedsOfTheLadderAndTenOfTheProposal() {
    assertEquals(6 * 5 + 3 * 10, Series.headline().trials().size());
    assertEquals(9, Series.headline().firstSeeds(1).trials().size());
    assertThrows(IllegalArgumentException.class, () -> Series.headline().firstSeeds(0));
  }

  @Test
  void theCommandLineRefusesWhatItDoesNotKnow() {
    assertEquals(0, SweepMain.run("tiny", "--list", "--seed-offset", "10"));
    assertEquals(0, SweepMain.run("ladder", "--list", "--seeds", "1"));
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertEquals(2, SweepMain.run("lader"));
    } finally {
      System.setErr(before);
    }
    assertTrue(
        said.toString(StandardCharsets.UTF_8)
            .startsWith("there is no sweep 'lader'; there are ladder, stabilisers, half, "),
        said::toString);
  }

  @Test
  void theCommandLineKnowsThem() {
    assertEquals(0, SweepMain.run("half", "--list"));
    for (String name : ALL.keySet()) {
      assertTrue(SweepMain.named().containsKey(name), name);
      String folder = name.equals("strengths") ? "strengths" : "series";
      assertEquals("notebooks/results/" + folder, ALL.get(name).folder());
    }
  }
}
