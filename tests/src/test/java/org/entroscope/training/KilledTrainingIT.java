package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings whose process dies, or whose disk is full. */
@Tag("slow")
class KilledTrainingIT {

  private static final int KILLS = 20;
  private static final int LONGEST_LIFE_MILLIS = 600;

  @TempDir Path folder;

  @Test
  void aTrainingThatIsKilledTwentyTimesIsAsIfNeverKilled() throws Exception {
    Random random = new Random(20);
    List<Integer> begins = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(List.of());
      begins.add(begin(process));
      Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
      process.destroyForcibly(); // kill -9
      assertEquals(137, process.waitFor(), "it ended before it was killed, at " + begins);
    }
    Run resumed = LongTraining.experiment(folder).train();
    assertTrue(begins.get(KILLS - 1) > 20, "the kills left little time to train: " + begins);
    CheckpointTest.assertSame(LongTraining.experiment(null).train(), resumed);
  }

  /** A limit on the size of files stands for a full disk: writing fails in the middle of a file. */
  @Test
  void aFullDiskLeavesTheOlderStateAndLetsTheTrainingGoOn() throws Exception {
    Process process = start(List.of("bash", "-c", "ulimit -f 64; exec \"$0\" \"$@\""));
    String errors = new String(process.getErrorStream().readAllBytes());
    assertEquals(0, process.waitFor(), errors);
    assertTrue(errors.contains("No checkpoint could be written after step "), errors);
    int last = newest();
    assertTrue(last > 10 && last < 700, "the newest whole state is of step " + last);
    Run resumed = LongTraining.experiment(folder).train();
    CheckpointTest.assertSame(LongTraining.experiment(null).train(), resumed);
  }

  private int newest() throws IOException {
    try (var files = java.nio.file.Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("step-"))
          .mapToInt(name -> Integer.parseInt(name.substring("step-".length())))
          .max()
          .orElse(0);
    }
  }

  private Process start(List<String> before) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LongTraining.class.getName(), folder.toString()));
    return new ProcessBuilder(command).start();
  }

  /** Waits until the process trains. */
  private static int begin(Process process) throws IOException {
    BufferedReader lines = process.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(LongTraining.BEGUN)) {
        return Integer.parseInt(line.substring(LongTraining.BEGUN.length()));
      }
    }
    throw new AssertionError(new String(process.getErrorStream().readAllBytes()));
  }
}
