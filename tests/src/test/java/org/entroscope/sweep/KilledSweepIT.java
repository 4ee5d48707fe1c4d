package org.entroscope.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests a sweep whose process is killed at random times and restarted until the sweep is complete.
 * Its table must be the same as that of an undisturbed sweep. {@code -Dentroscope.kills=100} sets
 * the number of kills of each kind.
 */
@Tag("slow")
class KilledSweepIT {

  private static final int KILLS = Integer.getInteger("entroscope.kills", 3);
  private static final int LONGEST_LIFE_MILLIS = 6000;

  @TempDir Path folder;

  private final SplittableRandom random = new SplittableRandom(15);

  private Map<String, TinySweep.Outcome> expected() {
    return TinySweep.outcomes(
        SweepProcess.sweep().into(folder.resolve("here").toString()).run(Sweep.local()));
  }

  private Process local(Path into) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(SweepProcess.class.getName(), into.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("local.log").toFile())
        .start();
  }

  @Test
  void killsOfALocalSweep() throws Exception {
    Map<String, TinySweep.Outcome> expected = expected();
    int kills = 0;
    int sweeps = 0;
    while (kills < KILLS) {
      Path into = folder.resolve("sweep" + sweeps++);
      for (boolean killed = true; killed; ) {
        Process process = local(into);
        boolean last = kills >= KILLS;
        killed =
            !process.waitFor(
                last ? 600_000 : random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
        if (killed) {
          process.destroyForcibly().waitFor();
          kills++;
        } else {
          assertEquals(0, process.exitValue(), Files.readString(folder.resolve("local.log")));
        }
      }
      assertEquals(expected, TinySweep.outcomes(Sweep.load(into.toString())), "after " + kills);
    }
    System.out.printf("%d kills during %d local sweeps, the same table%n", kills, sweeps);
  }

  /** Each kill ends the driver, a worker with its executors, or a single executor. */
  @Test
  @EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "Spark 4.0 ends there")
  void killsOnSpark() throws Exception {
    Map<String, TinySweep.Outcome> expected = expected();
    assertTrue(JavaModuleOptions.defaultModuleOptionArray().length > 0);
    int[] kills = new int[3];
    int sweeps = 0;
    try (SparkCluster spark = new SparkCluster(Files.createDirectory(folder.resolve("spark")))) {
      List<Process> workers = new ArrayList<>(List.of(spark.worker(), spark.worker()));
      while (kills[0] + kills[1] + kills[2] < KILLS) {
        Path into = folder.resolve("sweep" + sweeps++);
        for (Process driver = null; driver == null || driver.exitValue() != 0; ) {
          driver = driver(spark, into);
          while (driver.isAlive()) {
            boolean enough = kills[0] + kills[1] + kills[2] >= KILLS;
            long life = enough ? 600_000 : random.nextInt(2 * LONGEST_LIFE_MILLIS);
            if (!driver.waitFor(life, TimeUnit.MILLISECONDS)) {
              kill(random.nextInt(3), kills, spark, driver, workers);
            }
          }
        }
        assertEquals(expected, TinySweep.outcomes(Sweep.load(into.toString())));
      }
    }
    System.out.printf(
        "%d drivers, %d workers and %d executors killed during %d sweeps on Spark, the same table%n",
        kills[0], kills[1], kills[2], sweeps);
  }

  private static Process driver(SparkCluster spark, Path into) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(into.toString()));
    spark.settings().forEach((name, value) -> arguments.addAll(List.of(name, value)));
    return spark.start("driver", SparkDriver.class.getName(), arguments.toArray(String[]::new));
  }

  private void kill(
      int kind, int[] kills, SparkCluster spark, Process driver, List<Process> workers)
      throws IOException {
    if (kind == 0) {
      SparkCluster.kill(driver);
    } else if (kind == 1) {
      SparkCluster.kill(workers.remove(random.nextInt(workers.size())));
      workers.add(spark.worker());
    } else {
      List<ProcessHandle> executors =
          workers.stream().flatMap(worker -> worker.descendants()).toList();
      if (executors.isEmpty()) {
        return; // no executor has started yet
      }
      executors.get(random.nextInt(executors.size())).destroyForcibly();
    }
    kills[kind]++;
  }
}
