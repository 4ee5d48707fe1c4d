package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.entroscope.runs.RunSpec;
import org.entroscope.sweep.SweepResult;
import org.junit.jupiter.api.Test;

/** Tests the results in {@code notebooks/results} and a rerun of the headline with other seeds. */
class RecordedClaimsTest {

  private static final int OFFSET = 100;

  private static SweepResult findings() {
    return RecordedSweeps.findings();
  }

  private static SweepResult otherSeeds() {
    return RecordedSweeps.load("headline+" + OFFSET, "headline --seed-offset " + OFFSET);
  }

  private static Set<RunSpec> trials(SweepResult result) {
    return result.entries().stream()
        .map(entry -> entry.spec().withCorpus(""))
        .collect(Collectors.toSet());
  }

  @Test
  void everyExperimentOfTheFindingsIsRecorded() {
    Set<RunSpec> recorded = trials(findings());
    assertEquals(
        List.of(),
        Findings.all().trials().stream().filter(trial -> !recorded.contains(trial)).toList());
    assertEquals(List.of(), findings().failures());
  }

  @Test
  void nothingElseThanTheFindingsIsRecorded() {
    Set<RunSpec> findings = Set.copyOf(Findings.all().trials());
    assertEquals(
        List.of(), trials(findings()).stream().filter(trial -> !findings.contains(trial)).toList());
    Set<RunSpec> search = Set.copyOf(Findings.regulariser().trials());
    assertEquals(search, trials(RecordedSweeps.load("regulariser", "regulariser")));
  }

  @Test
  void everyClaimHasWhatItNeeds() {
    List<String> lacking =
        Claims.of(findings()).all().stream()
            .filter(judgement -> !judgement.recorded())
            .map(Judgement::toString)
            .toList();
    assertEquals(List.of(), lacking);
  }

  @Test
  void theRerunHasOtherSeeds() {
    Set<RunSpec> recorded = trials(otherSeeds());
    assertEquals(
        List.of(),
        Findings.headline().seedOffset(OFFSET).trials().stream()
            .filter(trial -> !recorded.contains(trial))
            .toList());
    Set<RunSpec> first = trials(findings());
    assertTrue(recorded.stream().noneMatch(first::contains));
  }

  /** Other seeds do not refute any claim of the headline, and most claims hold in both runs. */
  @Test
  void whatHoldsDoesNotFallWithOtherSeeds() {
    Claims first = Claims.of(findings());
    Claims rerun = Claims.of(otherSeeds());
    Claims both = first.confirmedBy(rerun);
    int held = 0;
    int standing = 0;
    for (Judgement judgement : first.all(Verdict.HOLDS)) {
      if (judgement.headline()) {
        Judgement again = rerun.get(judgement.name());
        assertNotEquals(Verdict.DOES_NOT_HOLD, again.verdict(), again::toString);
        held++;
        standing += both.get(judgement.name()).verdict() == Verdict.HOLDS ? 1 : 0;
      }
    }
    assertTrue(held >= 10, "only " + held + " claims were there to be tested");
    assertTrue(5 * standing >= 4 * held, standing + " of " + held + " claims stand");
  }
}
