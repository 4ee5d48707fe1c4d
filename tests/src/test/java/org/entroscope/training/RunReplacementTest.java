package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.entroscope.files.AtomicFile;
import org.entroscope.model.Weights;
import org.entroscope.runs.RunSummary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a run saved over another one is either the old or the new run, whenever the process is
 * killed.
 */
class RunReplacementTest {

  private static Run before;
  private static Run after;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    before = Tiny.experiment("SM + LN + G").steps(6).train();
    after = Tiny.experiment("SM").steps(6).seed(2).train();
  }

  @Test
  void whereverAProcessDiesThereIsTheOldRunOrTheNewOne() throws Exception {
    Path other = folder.resolve("new");
    after.save(other);
    Path watched = Files.createDirectory(folder.resolve("watched"));
    Path saved = watched.resolve("run");
    before.save(saved);
    Path copies = Files.createDirectory(folder.resolve("copies"));
    List<String> calls =
        DiskSnapshots.of(
            SavedOver.class, "replace", watched, copies, other.toString(), saved.toString());
    assertTrue(Collections.frequency(calls, "rename") >= 2, calls::toString);

    List<String> found = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      Path copy = copies.resolve(i + "/run");
      Run run = Run.load(copy);
      Run same = run.record().spec().seed() == 2 ? after : before;
      assertEquals(same.record(), run.record());
      assertEquals(same.history(), run.history());
      assertEquals(run.record(), RunSummary.load(copy).record());
      Weights.of(same.model())
          .forEach((name, value) -> assertArrayEquals(value, Weights.of(run.model()).get(name)));
      found.add(run.architecture().toString());
      run.model().close();
    }
    assertEquals("SM + LN + G", found.get(0));
    assertEquals("SM", found.get(found.size() - 1));
    assertTrue(found.lastIndexOf("SM + LN + G") < found.indexOf("SM"), "there and back " + found);

    TreeSet<String> clean = tree(saved);
    for (int i = 0; i < calls.size(); i++) {
      before.save(copies.resolve(i + "/run"));
      assertEquals(before.record(), RunSummary.load(copies.resolve(i + "/run")).record());
      assertEquals(clean, tree(copies.resolve(i + "/run")), "left beside, before call " + i);
      assertEquals(List.of("run"), List.copyOf(names(copies.resolve("" + i))));
    }
  }

  @Test
  void whatADeadProcessBeganIsCleared() throws Exception {
    Path saved = folder.resolve("run");
    Path begun = Files.createDirectory(AtomicFile.part(folder.resolve("run")));
    Files.writeString(begun.resolve("metrics.csv"), "step");
    before.save(saved);
    assertEquals(List.of("run"), List.copyOf(names(folder)));
  }

  private static TreeSet<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }
  }

  private static TreeSet<String> tree(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }
  }
}
