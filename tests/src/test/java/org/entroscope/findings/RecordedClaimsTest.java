package org.entroscope.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.entroscope.sweep.Findings;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepEntry;
import org.entroscope.sweep.SweepResult;
import org.entroscope.sweep.Trial;
import org.junit.jupiter.api.Test;

/** The results in {@code notebooks/results}, and a rerun of their headline with other seeds. */
class RecordedClaimsTest {

  private static final Path RESULTS = Path.of("..", "notebooks", "results");
  private static final int OFFSET = 100;

  private static SweepResult load(String sweep, String options) {
    Path folder = RESULTS.resolve(sweep);
    assertTrue(
        Files.isDirectory(folder.resolve("runs")),
        "%s is missing: notebooks/lab --sweep %s records it".formatted(folder, options));
    return Sweep.load(folder.toString());
  }

  private static SweepResult findings() {
    return load("findings", "findings");
  }

  private static SweepResult otherSeeds() {
    return load("headline+" + OFFSET, "headline --seed-offset " + OFFSET);
  }

  private static Set<Trial> trials(SweepResult result) {
    return result.entries().stream().map(SweepEntry::trial).collect(Collectors.toSet());
  }

  @Test
  void everyExperimentOfTheFindingsIsRecorded() {
    Set<Trial> recorded = trials(findings());
    assertEquals(
        List.of(),
        Findings.all().trials().stream().filter(trial -> !recorded.contains(trial)).toList());
    assertEquals(List.of(), findings().failures());
  }

  @Test
  void nothingElseThanTheFindingsIsRecorded() {
    Set<Trial> findings = Set.copyOf(Findings.all().trials());
    assertEquals(
        List.of(), trials(findings()).stream().filter(trial -> !findings.contains(trial)).toList());
    Set<Trial> search = Set.copyOf(Findings.regulariser().trials());
    assertEquals(search, trials(load("regulariser", "regulariser")));
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
    Set<Trial> recorded = trials(otherSeeds());
    assertEquals(
        List.of(),
        Findings.headline().seedOffset(OFFSET).trials().stream()
            .filter(trial -> !recorded.contains(trial))
            .toList());
    Set<Trial> first = trials(findings());
    assertTrue(recorded.stream().noneMatch(first::contains));
  }

  @Test
  void whatHoldsHoldsWithOtherSeeds() {
    Claims rerun = Claims.of(otherSeeds());
    List<String> fallen = new ArrayList<>();
    int standing = 0;
    for (Judgement judgement : Claims.of(findings()).all(Verdict.HOLDS)) {
      if (judgement.headline()) {
        Judgement again = rerun.get(judgement.name());
        if (again.verdict() == Verdict.HOLDS) {
          standing++;
        } else {
          fallen.add(judgement + System.lineSeparator() + "  with other seeds: " + again);
        }
      }
    }
    assertEquals(List.of(), fallen);
    assertTrue(standing >= 5, "only " + standing + " claims were there to be tested");
  }
}
