package org.entroscope.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.engine.Precision;
import org.entroscope.hub.OptionalPart;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.Storages;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.HeadStatistic;
import org.entroscope.tokens.TokenizedCorpus;
import org.entroscope.tokens.Tokenizer;

/**
 * A description of many experiments. Immutable; each method returns a changed copy:
 *
 * <pre>{@code
 * var result = Sweep.of("SM + LN + G", "SM + G", "SM").on(code).seeds(5).run(Sweep.local());
 * result.summary()
 * }</pre>
 *
 * <p>Each experiment's result is stored in a folder, under the SHA-256 hash of everything that
 * determines the result. Running a sweep again, or running another sweep that has the same
 * experiments, trains only those that the folder does not contain.
 *
 * @param grids the grids of experiments
 * @param corpus the training and evaluation data
 * @param tokenizer the tokenizer of the corpus
 * @param folder the folder for results: a path, or a URI of one of Hadoop's file systems; null for
 *     the folder {@code sweeps} in the cache
 * @param note a note that is recorded in the folder, for example the command
 * @param statistics the head statistics to record in addition to entropy
 */
public record Sweep(
    List<Grid> grids,
    Corpus corpus,
    Tokenizer tokenizer,
    String folder,
    String note,
    List<HeadStatistic> statistics) {

  /** Copies the lists. */
  public Sweep {
    grids = List.copyOf(grids);
    statistics = List.copyOf(statistics);
  }

  /**
   * Creates a sweep of architectures in the paper's notation.
   *
   * @throws IllegalArgumentException if a notation cannot be read
   */
  public static Sweep of(String... architectures) {
    return of(Grid.of(architectures));
  }

  public static Sweep of(Architecture... architectures) {
    return of(Grid.of(architectures));
  }

  /** Creates a sweep of several grids. */
  public static Sweep of(Grid... grids) {
    return new Sweep(List.of(grids), null, Tokenizer.bytes(), null, "", List.of());
  }

  private Sweep each(UnaryOperator<Grid> change) {
    List<Grid> changed = grids.stream().map(change).toList();
    return new Sweep(changed, corpus, tokenizer, folder, note, statistics);
  }

  /** Sets the sizes of the models. */
  public Sweep shape(ModelShape shape) {
    return each(grid -> grid.shape(shape));
  }

  /** Sets the numbers of layers; see {@link Grid#depths}. */
  public Sweep depths(int... depths) {
    return each(grid -> grid.depths(depths));
  }

  /** Sets the context lengths; see {@link Grid#contexts}. */
  public Sweep contexts(int... contexts) {
    return each(grid -> grid.contexts(contexts));
  }

  /** Sets the training plan. */
  public Sweep plan(TrainingPlan plan) {
    return plans(plan);
  }

  /** Sets the training plans; see {@link Grid#plans}. */
  public Sweep plans(TrainingPlan... plans) {
    return each(grid -> grid.plans(plans));
  }

  /** Sets the number of seeds; see {@link Grid#seeds(int)}. */
  public Sweep seeds(int count) {
    return each(grid -> grid.seeds(count));
  }

  /** Sets the seeds; see {@link Grid#seeds(long...)}. */
  public Sweep seeds(long... seeds) {
    return each(grid -> grid.seeds(seeds));
  }

  /** Keeps the first seeds of every grid; see {@link Grid#firstSeeds}. */
  public Sweep firstSeeds(int count) {
    return each(grid -> grid.firstSeeds(count));
  }

  /** Sets the precision; see {@link Grid#precision}. */
  public Sweep precision(Precision precision) {
    return each(grid -> grid.precision(precision));
  }

  /** Adds an offset to every seed; see {@link Grid#seedOffset}. */
  public Sweep seedOffset(long offset) {
    return each(grid -> grid.seedOffset(offset));
  }

  /** Adds the experiments of another sweep. The data and the folder of this sweep do not change. */
  public Sweep and(Sweep other) {
    List<Grid> both = new ArrayList<>(grids);
    both.addAll(other.grids);
    return new Sweep(both, corpus, tokenizer, folder, note, statistics);
  }

  /** Sets the training and evaluation data. */
  public Sweep on(Corpus corpus) {
    return new Sweep(grids, corpus, tokenizer, folder, note, statistics);
  }

  public Sweep tokenizer(Tokenizer tokenizer) {
    return new Sweep(grids, corpus, tokenizer, folder, note, statistics);
  }

  /** Sets the folder for results: a path, or a URI such as {@code hdfs:///user/me/sweep}. */
  public Sweep into(String folder) {
    return new Sweep(grids, corpus, tokenizer, folder, note, statistics);
  }

  /**
   * Records head statistics in addition to entropy, for tables and figures of the result.
   * Statistics do not identify an experiment. Therefore {@link #run} refuses a folder whose results
   * lack one of them.
   *
   * @throws IllegalArgumentException if two statistics have the same name
   */
  public Sweep record(HeadStatistic... more) {
    List<HeadStatistic> all = HeadStatistic.together(statistics, more);
    return new Sweep(grids, corpus, tokenizer, folder, note, all);
  }

  /** Sets the note that is recorded in the folder. */
  public Sweep noted(String note) {
    return new Sweep(grids, corpus, tokenizer, folder, note, statistics);
  }

  /**
   * Returns the distinct experiments in the order in which they are started. The order is by seed,
   * so that every setting gets an early result.
   */
  public List<RunSpec> trials() {
    Stream<RunSpec> all = grids.stream().flatMap(grid -> grid.trials(tokenizer).stream());
    return List.copyOf(
        new LinkedHashSet<>(all.sorted(Comparator.comparingLong(RunSpec::seed)).toList()));
  }

  /** Returns a runner that trains in this JVM, one experiment per core. */
  public static LocalSweep local() {
    return LocalSweep.DEFAULT;
  }

  /**
   * Returns a runner that trains as Spark tasks on the session's master. Spark's settings {@code
   * spark.task.cpus} and {@code spark.task.resource.gpu.amount} determine the threads and the GPU
   * of a task. Spark is an optional dependency; {@link OptionalPart#SPARK} names the libraries to
   * add.
   */
  public static SparkSweep spark(SparkSession session) {
    return SparkSweep.on(session.sparkContext());
  }

  /**
   * Trains the experiments that the folder does not contain yet and returns the results of all. A
   * failed experiment does not stop the others. An interrupt ends the sweep within two steps.
   * Finished experiments are kept; the others are pending in the result.
   *
   * @throws IllegalStateException if no corpus was given
   * @throws UncheckedIOException if the folder cannot be read or written
   */
  public SweepResult run(SweepRunner runner) {
    if (corpus == null) {
      throw new IllegalStateException(
          "nothing to train on: choose a corpus with on(...), Corpus.javaSources() for example");
    }
    try {
      TokenizedCorpus data = corpus.tokenize(tokenizer);
      return new SweepExecution(this, runner, data).run();
    } catch (IOException e) {
      throw new UncheckedIOException("the sweep cannot continue: " + e.getMessage(), e);
    }
  }

  /**
   * Reads all results in a folder. Several sweeps may have written them.
   *
   * @param folder a path, or a URI of one of Hadoop's file systems
   * @throws UncheckedIOException if the folder cannot be read; the message names the file
   * @throws IllegalArgumentException if the folder has no results
   */
  public static SweepResult load(String folder) {
    try {
      SweepStore store = new SweepStore(Storages.open(folder));
      List<SweepEntry> entries = List.copyOf(store.entries().values());
      if (entries.isEmpty()) {
        throw new IllegalArgumentException(
            "there are no results of a sweep in " + store.storage().place());
      }
      return new SweepResult(entries, store.invocations());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    List<RunSpec> trials = trials();
    long tokens = trials.stream().mapToLong(RunSpec::tokens).sum();
    String[] names = trials.stream().map(RunSpec::architecture).distinct().toArray(String[]::new);
    return "Sweep of %,d experiments, %,.1f million tokens: %s"
        .formatted(trials.size(), tokens / 1e6, String.join(", ", names));
  }
}
