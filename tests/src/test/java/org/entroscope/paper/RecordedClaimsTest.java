package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.entroscope.runs.RunSpec;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepResult;
import org.junit.jupiter.api.Test;

/** Tests the results of the series in {@code notebooks/results}. */
class RecordedClaimsTest {

  private static Set<RunSpec> trials(SweepResult result) {
    return result.entries().stream()
        .map(entry -> entry.spec().withCorpus(""))
        .collect(Collectors.toSet());
  }

  @Test
  void nothingElseThanTheSeriesIsRecordedAndNothingFailed() {
    SweepResult series = RecordedSweeps.series();
    assertEquals(List.of(), series.failures());
    Set<RunSpec> planned =
        Series.all().values().stream()
            .flatMap(sweep -> sweep.trials().stream())
            .collect(Collectors.toSet());
    assertEquals(
        List.of(), trials(series).stream().filter(trial -> !planned.contains(trial)).toList());
  }

  @Test
  void theLadderHasAllItsSeeds() {
    Set<RunSpec> recorded = trials(RecordedSweeps.series());
    List<RunSpec> ladder = Sweep.of(Series.ladder()).trials();
    assertEquals(List.of(), ladder.stream().filter(trial -> !recorded.contains(trial)).toList());
  }

  /** A claim without results says so; that must not happen in a notebook of findings. */
  @Test
  void everyClaimHasWhatItNeeds() {
    List<String> lacking =
        Claims.of(RecordedSweeps.series()).all().stream()
            .filter(judgement -> !judgement.recorded())
            .map(Judgement::name)
            .toList();
    assertEquals(List.of("Table 4"), lacking, "T=512 is the only context without a run");
  }

  /** The regime was chosen for this picture, which is the paper's. */
  @Test
  void bothFailuresAreInTheSoftmaxOnlyModel() {
    Claims claims = Claims.of(RecordedSweeps.series());
    for (String name :
        List.of("deep layers collapse", "heads collapse", "early layers are overloaded")) {
      assertEquals(Verdict.HOLDS, claims.get(name).verdict(), claims.get(name)::toString);
    }
    assertTrue(claims.all(Verdict.HOLDS).size() >= 8, claims::tally);
  }
}
