package org.entroscope.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.entroscope.architecture.ModelShape;
import org.entroscope.runs.TrainingPlan;

/**
 * Measures the cost of Spark: the time of experiments on a standalone cluster with one and with two
 * workers, and the time of a task in addition to its training. It is run manually with {@code
 * tests/benchmarks/run spark}.
 */
public final class SparkScaling {

  private static final int EXPERIMENTS = 8;
  private static final int JOBS = 2000;

  private SparkScaling() {}

  /**
   * The times of a task as measured by Spark, in seconds.
   *
   * @param first whether the task was the first of its executor
   * @param training the time in which the model was trained and evaluated
   * @param overhead the rest of the task
   * @param gap the time since the previous task of the executor, or since the start of the session
   */
  private record Task(
      String executor, boolean first, double training, double overhead, double gap) {}

  /** Prints a line for each number of workers, followed by the overheads. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("entroscope-spark");
    System.out.printf(
        "%s, Java %s%n", SweepInvocation.thisMachine(), System.getProperty("java.version"));
    double alone = 0;
    for (int workers = 1; workers <= 2; workers++) {
      Path place = Files.createDirectories(folder.resolve("workers-" + workers));
      try (SparkCluster cluster = new SparkCluster(place)) {
        for (int i = 0; i < workers; i++) {
          cluster.worker();
        }
        double seconds = measure(cluster, place.resolve("sweep"), workers);
        alone = workers == 1 ? seconds : alone;
        System.out.printf(
            Locale.ROOT,
            "%d workers: %d experiments in %.1f s, efficiency %.0f%%%n",
            workers,
            EXPERIMENTS,
            seconds,
            100 * alone / (workers * seconds));
      }
    }
    scheduling();
  }

  private static Sweep sweep() {
    TrainingPlan plan =
        TinySweep.PLAN.with(
            p -> {
              p.steps = 400;
              p.batchSize = 16;
              p.learningRate = 1e-3;
              p.entropyInterval = 50;
              p.evaluationInterval = 100;
            });
    return TinySweep.of("SM + LN + G")
        .shape(new ModelShape(4, 4, 64, 32, ModelShape.BYTES))
        .plan(plan)
        .seeds(EXPERIMENTS);
  }

  /**
   * Returns the seconds from the start of the sweep to its end. All executors are ready at the
   * start.
   */
  private static double measure(SparkCluster cluster, Path folder, int workers) throws IOException {
    SparkConf settings = new SparkConf();
    cluster.settings().forEach(settings::set);
    List<SparkListenerTaskEnd> ended = new ArrayList<>();
    try (SparkSession session = SparkSession.builder().config(settings).getOrCreate()) {
      session
          .sparkContext()
          .addSparkListener(
              new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                  synchronized (ended) {
                    ended.add(end);
                  }
                }
              });
      SparkCluster.await(
          "executors",
          () -> session.sparkContext().statusTracker().getExecutorInfos().length == workers + 1);
      long millis = System.currentTimeMillis();
      SweepResult result = sweep().into(folder.toString()).run(Sweep.spark(session));
      double seconds = (System.currentTimeMillis() - millis) / 1e3;
      SparkCluster.await("all reports", () -> ended.size() == EXPERIMENTS);
      report(tasks(ended, result, millis), workers * seconds);
      return seconds;
    }
  }

  private static List<Task> tasks(
      List<SparkListenerTaskEnd> ended, SweepResult result, long begun) {
    // every experiment is a job with one stage, and the jobs are in the order of the experiments
    ended.sort(Comparator.comparingInt(SparkListenerTaskEnd::stageId));
    Map<String, Long> free = new HashMap<>();
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < ended.size(); i++) {
      var info = ended.get(i).taskInfo();
      double training = result.entries().get(i).run().record().seconds();
      boolean first = !free.containsKey(info.executorId());
      long since = free.getOrDefault(info.executorId(), begun);
      tasks.add(
          new Task(
              info.executorId(),
              first,
              training,
              (info.finishTime() - info.launchTime()) / 1e3 - training,
              (info.launchTime() - since) / 1e3));
      free.put(info.executorId(), info.finishTime());
    }
    return tasks;
  }

  private static void report(List<Task> tasks, double capacity) {
    for (boolean first : new boolean[] {true, false}) {
      List<Task> some = tasks.stream().filter(task -> task.first == first).toList();
      System.out.printf(
          Locale.ROOT,
          "  %s of an executor: training %.2f s, overhead %.2f s (at most %.2f), before it %.2f s%n",
          first ? "first task" : "later tasks",
          mean(some, Task::training),
          mean(some, Task::overhead),
          some.stream().mapToDouble(Task::overhead).max().orElse(0),
          mean(some, Task::gap));
    }
    double training = tasks.stream().mapToDouble(Task::training).sum();
    System.out.printf(
        Locale.ROOT,
        "  %.0f%% of the executors' time went into training%n",
        100 * training / capacity);
  }

  /**
   * Measures the cost of one experiment for the driver, which submits a job and receives its end.
   */
  private static void scheduling() throws IOException {
    SparkConf settings = new SparkConf().setMaster("local[2]").setAppName("jobs");
    settings.set("spark.ui.enabled", "false").set("spark.driver.host", "127.0.0.1");
    try (SparkSession session = SparkSession.builder().config(settings).getOrCreate()) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      for (int jobs : new int[] {200, JOBS}) { // the first jobs are for warm-up
        long begun = System.nanoTime();
        List<JavaFutureAction<Void>> all = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
          all.add(spark.parallelize(List.of("x"), 1).foreachPartitionAsync(nothing -> {}));
        }
        for (JavaFutureAction<Void> one : all) {
          SparkCluster.await("a job", one::isDone);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (jobs == JOBS) {
          System.out.printf(
              Locale.ROOT, "%d empty jobs: %.1f ms each%n", jobs, 1e3 * seconds / jobs);
        }
      }
    }
  }

  private static double mean(List<Task> tasks, ToDoubleFunction<Task> property) {
    return tasks.stream().mapToDouble(property).average().orElse(Double.NaN);
  }
}
