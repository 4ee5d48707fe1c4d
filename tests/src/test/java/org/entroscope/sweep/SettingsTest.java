package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.entroscope.runs.RunSpec;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadDistribution.Reference;
import org.entroscope.statistics.HeadValues;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** Tests the names, heads and origin of the settings of a sweep. */
class SettingsTest {

  private static final String EREG = "EReg(SM(t) + ScFuFFN)";
  private static final String NARROW = "EReg(SM(t) + ScFuFFN, gamma=0)";

  private static List<String> names(Sweep sweep) {
    return List.copyOf(SettingNames.of(sweep.trials()).values());
  }

  @Test
  void aNameSaysWhatTellsASettingFromItsLike() {
    Sweep ladder = TinySweep.of("SM", "SM + G");
    assertEquals(List.of("SM", "SM + G"), names(ladder));
    assertEquals(
        List.of("SM, L=1", "SM, L=3", "SM + G"),
        names(TinySweep.of("SM").depths(1, 3).and(TinySweep.of("SM + G"))));
    assertEquals(List.of("gamma=0.0", "gamma=0.2"), names(TinySweep.of(NARROW, EREG)), "of one");
    assertEquals(
        List.of(EREG + ", gamma=0.0", EREG + ", gamma=0.2", "SM"),
        names(TinySweep.of(NARROW, EREG, "SM")));
  }

  /**
   * Returns two seeds with two heads each. All heads are at the causal bound except one, which is
   * at a tenth of it.
   */
  private static SweepResult heads() {
    int context = TinySweep.SHAPE.context();
    float top = (float) EntropyBound.causal(context);
    List<RunSpec> trials = TinySweep.of("SM").depths(1).seeds(2).trials();
    float[][] even = {{top, top}};
    float[][] uneven = {{top, top / 10}};
    return new SweepResult(
        List.of(
            Recorded.entry(trials.get(0), 3, 1, new HeadValues(even, context)),
            Recorded.entry(trials.get(1), 4, 1, new HeadValues(uneven, context))));
  }

  @Test
  void headsAreCountedInRangesOverSeeds() {
    Table ranges = heads().ranges(Reference.CAUSAL_BOUND);
    assertEquals(HeadDistribution.RANGES, ranges.stringColumn("range").asList());
    assertEquals(List.of(0.25, 0.0, 0.0, 0.75), ranges.doubleColumn("mean").asList());
    Row lowest = ranges.row(0);
    assertEquals(0, lowest.getDouble("low"), 1e-9);
    assertEquals(1, lowest.getDouble("high"), 1e-9, "two seeds say little: the interval ends at 1");
    assertEquals(2, lowest.getInt("runs"));
    // the causal bound is 69% of ln T at T = 16
    Table against = heads().ranges(Reference.MAXIMUM);
    assertEquals(List.of(0.25, 0.0, 0.75, 0.0), against.doubleColumn("mean").asList());
  }

  @Test
  void layersAreSharesOfTheCausalBound() {
    Table layers = heads().layers();
    assertEquals(1, layers.rowCount());
    assertEquals((1 + 0.55) / 2, layers.row(0).getDouble("mean"), 1e-6);
    assertEquals(0, layers.row(0).getDouble("low"), 1e-6, "two seeds say little");
  }

  @Test
  void oneSweepOfAFolderComesInItsOrder() {
    List<SweepEntry> entries = new ArrayList<>();
    for (RunSpec trial : TinySweep.of("SM", "SM + G", "SM + R").seeds(2).trials()) {
      entries.add(0, Recorded.entry(trial, 3));
    }
    SweepResult chosen = new SweepResult(entries).only(TinySweep.of("SM + R", "SM"));
    List<String> order =
        chosen.entries().stream()
            .map(entry -> entry.spec().architecture() + " " + entry.spec().seed())
            .toList();
    assertEquals(List.of("SM + R 1337", "SM + R 1338", "SM 1337", "SM 1338"), order);
  }

  @Test
  void resultsSayWhereTheyComeFrom() {
    // the recorded runs started at noon
    SweepInvocation before = invocation("--sweep before", "2026-11-22T10:00:00Z");
    SweepInvocation first = invocation("--sweep x", "2026-11-22T13:00:00+02:00");
    SweepInvocation second = invocation("--sweep x", "2026-11-22T12:00:00Z");
    SweepInvocation after = invocation("--sweep after", "2026-11-22T12:00:01Z");
    SweepInvocation edited = invocation("--sweep edited", "yesterday");
    List<SweepEntry> entries =
        TinySweep.of("SM", "SM + G").seeds(2).trials().stream()
            .map(trial -> Recorded.entry(trial, 3))
            .toList();
    SweepResult result = new SweepResult(entries, List.of(before, first, second, after, edited));
    String words = result.provenance();
    assertTrue(words.contains("4 experiments, seeds 1337 to 1338, "), words);
    assertTrue(words.contains("2026-11-22"), words);
    assertTrue(words.contains("by notebooks/lab --sweep x" + System.lineSeparator()), words);
    assertTrue(words.endsWith("on two cores; PyTorch"), words);
    assertTrue(result.of("SM").provenance().contains("2 experiments"), "a part knows it too");
    assertFalse(new SweepResult(entries).provenance().contains("by "), "without invocations");
    assertFalse(
        new SweepResult(entries, List.of(before, after)).provenance().contains("by "),
        "no command began these runs");
  }

  private static SweepInvocation invocation(String command, String started) {
    return new SweepInvocation(
        "notebooks/lab " + command, started, 3600, "", "two cores", "17", "", 4, 0, 0);
  }
}
