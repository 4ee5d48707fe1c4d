package org.entroscope.sweep;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Component;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.Storage;
import org.entroscope.runs.Storages;

/**
 * Trains experiments as Spark tasks.
 *
 * <p>Every experiment is a Spark job with one task. Spark distributes the jobs over its executors,
 * retries failed tasks ({@code spark.task.maxFailures}), and moves the tasks of a lost executor to
 * another one. A task that fails permanently ends only its own job. The driver writes the tokenized
 * corpus once, beside the results. Each executor copies it from there and checks that it matches
 * the driver's corpus. Executors write the results themselves, so that no result is lost if the
 * driver dies.
 *
 * <p>Spark on Java 17 needs the {@code --add-opens} flags that its launcher adds. A program that
 * creates its own session must be started with these flags. Spark 4.0 does not run on Java 24 or
 * later.
 */
public final class SparkSweep extends SweepRunner {

  private final JavaSparkContext spark;

  private SparkSweep(JavaSparkContext spark) {
    this.spark = spark;
  }

  static SparkSweep on(SparkContext context) {
    return new SparkSweep(JavaSparkContext.fromSparkContext(context));
  }

  @Override
  Storage storage(String folder) throws IOException {
    if (folder == null) {
      throw new IllegalStateException(
          "use into(...) to choose a folder that all of Spark's machines can reach, such as"
              + " hdfs:///user/me/sweep");
    }
    return Storages.open(folder, spark.hadoopConfiguration());
  }

  /** A job that has been submitted. */
  private record Pending(RunSpec trial, JavaFutureAction<Void> future) {}

  /**
   * Rejects components that are defined only in this JVM, such as classes in the cells of a
   * notebook. Executors in other JVMs do not have them.
   */
  private void checkComponents(List<RunSpec> trials) {
    for (RunSpec trial : spark.isLocal() ? List.<RunSpec>of() : trials) {
      for (Component component : Architecture.of(trial.architecture()).localComponents()) {
        throw new IllegalArgumentException(
            ("Spark's executors do not know the component %s (%s), which exists in this JVM only: put"
                    + " its class into a jar that lists it in META-INF/services/%s, and the jar into"
                    + " spark.jars; or use Sweep.local()")
                .formatted(
                    component.term(),
                    component.getClass().getSimpleName(),
                    Component.class.getName()));
      }
    }
  }

  @Override
  void train(SweepJob job) throws IOException {
    checkComponents(job.missing());
    ExecutorSetup setup = ExecutorSetup.of(job, spark.hadoopConfiguration());
    job.store().storage().upload(job.data().path(), setup.tokens());
    setup.upload(job.store().storage(), job.data().tokenizer());
    spark.setJobGroup("entroscope-" + UUID.randomUUID(), "Entroscope sweep", true);
    List<Pending> pending = new ArrayList<>();
    try {
      TrialTask task = new TrialTask(setup.toJson());
      for (RunSpec trial : job.missing()) {
        pending.add(
            new Pending(
                trial, spark.parallelize(List.of(trial.toJson()), 1).foreachPartitionAsync(task)));
      }
      while (!pending.isEmpty()) {
        Thread.sleep(100);
        List<Pending> ended = pending.stream().filter(one -> one.future.isDone()).toList();
        pending.removeAll(ended);
        for (Pending one : ended) {
          tell(one, job);
        }
      }
    } catch (InterruptedException | ClosedByInterruptException e) {
      // the result lists the experiments that are still pending
    } finally {
      pending.forEach(one -> one.future.cancel(true));
      spark.clearJobGroup();
    }
  }

  private static void tell(Pending one, SweepJob job) throws IOException, InterruptedException {
    RunSpec trial = one.trial;
    job.progress().tokens(trial.tokens());
    try {
      one.future.get();
    } catch (ExecutionException e) {
      if (!job.store().isDone(trial)) {
        job.progress().ended(trial, failure(trial, e.getCause(), job).cause(), true);
        return;
      }
    }
    RunSummary run = job.store().result(trial);
    job.progress().ended(trial, TrialTraining.words(run), false);
  }

  /** Returns the failure that the executor recorded, or else the one that Spark reports. */
  private static Failure failure(RunSpec trial, Throwable spark, SweepJob job) throws IOException {
    Failure known = job.store().failureOf(trial).orElse(null);
    if (known != null) {
      return known;
    }
    Failure full = Failure.of(trial, spark);
    String cause = full.cause().split("Driver stacktrace:|\\R\\s*at ", 2)[0].strip();
    Failure failure = new Failure(trial, cause, full.stackTrace());
    job.store().save(failure);
    return failure;
  }

  @Override
  public String toString() {
    return "Spark %s on %s".formatted(spark.version(), spark.master());
  }
}
