package org.entroscope.paper;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.hub.OptionalPart;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.sweep.Failure;
import org.entroscope.sweep.LocalSweep;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepEntry;
import org.entroscope.sweep.SweepResult;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The command line of sweeps: {@code notebooks/lab --sweep ladder}. */
@Command(
    name = "notebooks/lab --sweep",
    mixinStandardHelpOptions = true,
    description = {
      "Trains the experiments of a sweep whose results are not in the output folder.",
      "You can stop it at any time with Ctrl-C. The same command continues."
    })
public final class SweepMain implements Callable<Integer> {

  /** The time after Ctrl-C for finishing the current steps and writing the last files. */
  private static final int PATIENCE_SECONDS = 30;

  @Parameters(
      index = "0",
      paramLabel = "SWEEP",
      description =
          "One of the series: ladder, stabilisers, half, proposed, geometry, deeper, longer, leaky,"
              + " gammas, placement, half-placement, longest, pythia, start or strengths. Or"
              + " headline (ladder and proposed), regime (the search for shape and plan) or tiny (a"
              + " check that takes half a minute).")
  private String name;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "Keep the results in this folder or at this hdfs:// address (default:"
              + " notebooks/results/series for most series, notebooks/results/SWEEP for others).")
  private String out;

  @Option(
      names = "--seed-offset",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Add N to every seed, to confirm findings with other seeds. The name of the default"
              + " folder ends in +N.")
  private long seedOffset;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Train only with the first N seeds (default: all).")
  private Integer seeds;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Train N experiments at a time (default: one per core).")
  private Integer parallel;

  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description =
          "Train on this Spark master, for example local[2] or spark://host:7077, instead of in"
              + " this process.")
  private String master;

  @Option(names = "--list", description = "List the experiments without training them.")
  private boolean list;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private SweepMain() {}

  /**
   * Runs a sweep and exits: 0 if all experiments are done, 1 if some failed, 2 for invalid
   * arguments.
   */
  public static void main(String[] arguments) {
    if (Boolean.getBoolean("entroscope.endsWithParent")) { // a launcher that was killed
      ProcessHandle.current()
          .parent()
          .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
    }
    System.exit(run(arguments));
  }

  /** Does the same as {@link #main} but returns the exit status. */
  static int run(String... arguments) {
    SweepMain main = new SweepMain();
    CommandLine line = new CommandLine(main);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          command.getErr().println("sweep: " + Failure.chain(failure));
          return 1;
        });
    return line.execute(arguments);
  }

  /** Returns the sweeps that the command line offers, by name. */
  static Map<String, Sweep> named() {
    Map<String, Sweep> named = new LinkedHashMap<>(Series.all());
    named.put("headline", Series.headline());
    named.put("regime", RegimeSearch.all());
    named.put("tiny", tiny());
    return named;
  }

  /** Returns two small experiments that check in half a minute whether everything works. */
  private static Sweep tiny() {
    TrainingPlan plan = Regime.LIVE_PLAN.with(p -> p.evaluationInterval = 20).withSteps(60);
    return Sweep.of("SM", "SM + LN + G").shape(ModelShape.laptop().withLayers(2)).plan(plan);
  }

  @Override
  public Integer call() {
    Map<String, Sweep> named = named();
    Sweep sweep = named.get(name);
    if (sweep == null) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no sweep '%s'; there are %s"
              .formatted(name, String.join(", ", named.keySet())));
    }
    if (seeds != null) {
      sweep = sweep.firstSeeds(seeds);
    }
    String folder = out == null ? folder(sweep) : out;
    sweep = sweep.seedOffset(seedOffset).into(folder).noted(note());
    System.out.println(sweep);
    if (list) {
      sweep.trials().forEach(System.out::println);
      return 0;
    }
    SweepResult result = stoppable(sweep.on(Corpus.javaSources()));
    System.out.println(result);
    System.out.println("results are in " + folder);
    return result.count(SweepEntry.Status.FAILED) == 0 ? 0 : 1;
  }

  /**
   * Returns the default folder. Other seeds have a separate folder, to be compared with the first.
   */
  private String folder(Sweep sweep) {
    String own = sweep.folder() == null ? "notebooks/results/" + name : sweep.folder();
    return own + (seedOffset == 0 ? "" : "+" + seedOffset);
  }

  /** Returns the command without options that depend on the machine. */
  private String note() {
    String seeds = seedOffset == 0 ? "" : " --seed-offset " + seedOffset;
    return "notebooks/lab --sweep " + name + seeds;
  }

  /** Treats Ctrl-C as an interrupt, so that the invocation is recorded before the process ends. */
  private SweepResult stoppable(Sweep sweep) {
    Thread sweeping = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    Thread stop =
        new Thread(
            () -> {
              sweeping.interrupt();
              try {
                ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                // the process ends anyway
              }
            });
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      return run(sweep);
    } finally {
      ended.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(stop);
      } catch (IllegalStateException e) {
        // the process is shutting down and the hook is already running
      }
    }
  }

  private SweepResult run(Sweep sweep) {
    if (master != null) {
      OptionalPart.SPARK.require("--spark");
      return SparkRun.on(master, sweep);
    }
    LocalSweep local = Sweep.local();
    return sweep.run(parallel == null ? local : local.parallel(parallel));
  }

  /** Runs sweeps on Spark. It is a separate class because Spark may be missing. */
  private static final class SparkRun {
    static SweepResult on(String master, Sweep sweep) {
      var session =
          org.apache.spark.sql.SparkSession.builder().master(master).appName("Entroscope");
      var open = session.getOrCreate();
      try {
        return sweep.run(Sweep.spark(open));
      } finally {
        open.stop();
      }
    }
  }
}
