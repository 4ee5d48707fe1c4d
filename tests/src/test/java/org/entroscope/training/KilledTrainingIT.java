package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.entroscope.files.FileTree;
import org.entroscope.model.Gpt;
import org.entroscope.model.Weights;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests trainings whose process is killed or whose disk is full. */
@Tag("slow")
class KilledTrainingIT {

  private static final int KILLS = 20;
  private static final int MOST_STEPS = 16;
  private static final int STEP_MILLIS = 20;

  private static final String ELSEWHERE = "; keep the run elsewhere with its save(folder)";

  @TempDir Path folder;

  @Test
  void aTrainingThatIsKilledTwentyTimesIsAsIfNeverKilled() throws Exception {
    Random random = new Random(20);
    List<Integer> begins = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(List.of());
      begins.add(begin(process, random.nextInt(MOST_STEPS)));
      Thread.sleep(random.nextInt(STEP_MILLIS)); // at a random moment of a step or of a checkpoint
      process.destroyForcibly(); // sends SIGKILL
      assertEquals(137, process.waitFor(), "it ended before it was killed, at " + begins);
    }
    Run resumed = LongTraining.experiment(folder).train();
    assertTrue(begins.get(KILLS - 1) > 20, "the kills left little time to train: " + begins);
    CheckpointTest.assertSame(LongTraining.experiment(null).train(), resumed);
  }

  @Test
  void whereverATrainingDiesNothingThatWasKeptIsLost() throws Exception {
    Path watched = Files.createDirectory(folder.resolve("watched"));
    Path copies = Files.createDirectory(folder.resolve("copies"));
    Path run = watched.resolve("run");
    List<String> calls =
        DiskSnapshots.of(KeptTraining.class, "train", watched, copies, run.toString());
    Run whole = Run.load(run);
    assertEquals(RunStatus.FINISHED, whole.status());
    TreeSet<Integer> kept = new TreeSet<>(Set.of(0));
    for (int i = 0; i < calls.size(); i++) {
      Path copy = copies.resolve(i + "/run");
      if (Files.exists(copy.resolve("run.json")) || kept.last() > 0) {
        int steps = RunSummary.load(copy).record().steps();
        assertTrue(steps >= kept.last(), "before call " + i + " step " + steps + ", after " + kept);
        kept.add(steps);
      } else if (!FileTree.names(copy.resolve("checkpoints/step-000000002")).isEmpty()) {
        kept.add(RunSummary.load(copy).record().steps());
      }
      try (Gpt model = KeptTraining.experiment(copy).train().model()) {
        Weights.of(whole.model())
            .forEach((name, value) -> assertArrayEquals(value, Weights.of(model).get(name)));
      }
      assertEquals(FileTree.names(run), FileTree.names(copy), "before call " + i);
    }
    assertEquals(Set.of(0, 2, 4, 5, 6, 8, 9), kept);
  }

  /** A limit on the size of files simulates a full disk: writing fails in the middle of a file. */
  @Test
  void aFullDiskLeavesTheOlderStateAndLetsTheTrainingGoOn() throws Exception {
    Process process = start(List.of("bash", "-c", "ulimit -f 64; exec \"$0\" \"$@\""));
    String errors = new String(process.getErrorStream().readAllBytes());
    assertEquals(0, process.waitFor(), errors);
    List<String> said =
        errors.lines().filter(line -> line.startsWith("No checkpoint could be written")).toList();
    String file = Pattern.quote(folder.toString()) + "/.+/(model|optimiser|metrics|heads)[a-z.-]+";
    String wanted =
        "No checkpoint could be written after step \\d+: cannot write "
            + file
            + ": File too large("
            + Pattern.quote(ELSEWHERE)
            + ")?";
    assertTrue(!said.isEmpty() && said.stream().allMatch(l -> l.matches(wanted)), said::toString);
    String end = said.get(said.size() - 1);
    assertTrue(end.contains("after step 700") && end.endsWith(ELSEWHERE), end);
    RunSummary kept = RunSummary.load(folder);
    assertEquals(RunStatus.INTERRUPTED, kept.status());
    int last = kept.record().steps();
    assertTrue(last > 10 && last < 700, "the newest whole state is of step " + last);
    Run resumed = LongTraining.experiment(folder).train();
    CheckpointTest.assertSame(LongTraining.experiment(null).train(), resumed);
  }

  @Test
  void aFullDiskLeavesTheOlderRunAndNamesTheFile() throws Exception {
    Run before = Tiny.experiment("SM").steps(2).train();
    before.save(folder.resolve("run"));
    Tiny.experiment("SM + LN + G").seed(2).steps(2).train().save(folder.resolve("larger"));
    Process process =
        java(
            List.of("bash", "-c", "ulimit -f 24; exec \"$0\" \"$@\""),
            SavedOver.class,
            folder.resolve("larger").toString(),
            folder.resolve("run").toString());
    String errors = new String(process.getErrorStream().readAllBytes());
    assertEquals(1, process.waitFor(), errors);
    assertTrue(
        errors.contains("java.io.IOException: cannot write " + folder.resolve("run/.next.")),
        errors);
    assertTrue(errors.contains("/model.safetensors: File too large"), errors);
    assertEquals(before.record(), Run.load(folder.resolve("run")).record());
    try (Stream<Path> left = Files.list(folder.resolve("run"))) {
      assertTrue(left.noneMatch(file -> file.getFileName().toString().startsWith(".")), errors);
    }
  }

  private Process start(List<String> before) throws IOException {
    return java(before, LongTraining.class, folder.toString());
  }

  private static Process java(List<String> before, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  /**
   * Waits until the process has trained for a number of steps, regardless of the speed of the
   * machine.
   *
   * @return the step that it began at
   */
  private static int begin(Process process, int steps) throws IOException {
    int begin = -1;
    BufferedReader lines = process.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(LongTraining.BEGUN)) {
        begin = Integer.parseInt(line.substring(LongTraining.BEGUN.length()));
      }
      int done =
          line.startsWith(LongTraining.DONE)
              ? Integer.parseInt(line.substring(LongTraining.DONE.length()))
              : begin;
      if (begin >= 0 && done >= begin + steps) {
        return begin;
      }
    }
    throw new AssertionError(new String(process.getErrorStream().readAllBytes()));
  }
}
