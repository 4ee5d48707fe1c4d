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
 * Many experiments, described as data. Immutable; each method gives a changed copy:
 *
 * <pre>{@code
 * var result = Sweep.of("SM + LN + G", "SM + G", "SM").on(code).seeds(5).run(Sweep.local());
 * result.summary()
 * }</pre>
 *
 * <p>Results are kept in a folder, an experiment each, under the SHA-256 of everything that decides
 * about it. Running a sweep again, or another one with the same experiments, trains only what the
 * folder does not hold.
 *
 * @param grids what is combined
 * @param corpus training and evaluation data
 * @param tokenizer makes tokens of it
 * @param folder where results are kept: a path, or a URI of one of Hadoop's file systems; null for
 *     the folder {@code sweeps} in the cache
 * @param note what the folder remembers the sweep by, the command for example
 * @param statistics what to record of the heads beside their entropy
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

  /** Architectures in the paper's notation. */
  public static Sweep of(String... architectures) {
    return of(Grid.of(architectures));
  }

  public static Sweep of(Architecture... architectures) {
    return of(Grid.of(architectures));
  }

  /** Several sets of combinations. */
  public static Sweep of(Grid... grids) {
    return new Sweep(List.of(grids), null, Tokenizer.bytes(), null, "", List.of());
  }

  private Sweep each(UnaryOperator<Grid> change) {
    List<Grid> changed = grids.stream().map(change).toList();
    return new Sweep(changed, corpus, tokenizer, folder, note, statistics);
  }

  /** The sizes of the models. */
  public Sweep shape(ModelShape shape) {
    return each(grid -> grid.shape(shape));
  }

  /** See {@link Grid#depths}. */
  public Sweep depths(int... depths) {
    return each(grid -> grid.depths(depths));
  }

  /** See {@link Grid#contexts}. */
  public Sweep contexts(int... contexts) {
    return each(grid -> grid.contexts(contexts));
  }

  /** How to train. */
  public Sweep plan(TrainingPlan plan) {
    return plans(plan);
  }

  /** See {@link Grid#plans}. */
  public Sweep plans(TrainingPlan... plans) {
    return each(grid -> grid.plans(plans));
  }

  /** See {@link Grid#seeds(int)}. */
  public Sweep seeds(int count) {
    return each(grid -> grid.seeds(count));
  }

  /** See {@link Grid#seeds(long...)}. */
  public Sweep seeds(long... seeds) {
    return each(grid -> grid.seeds(seeds));
  }

  /** See {@link Grid#precision}. */
  public Sweep precision(Precision precision) {
    return each(grid -> grid.precision(precision));
  }

  /** See {@link Grid#seedOffset}. */
  public Sweep seedOffset(long offset) {
    return each(grid -> grid.seedOffset(offset));
  }

  /** These combinations and those of another sweep; data and folder stay this one's. */
  public Sweep and(Sweep other) {
    List<Grid> both = new ArrayList<>(grids);
    both.addAll(other.grids);
    return new Sweep(both, corpus, tokenizer, folder, note, statistics);
  }

  /** The training and evaluation data. */
  public Sweep on(Corpus corpus) {
    return new Sweep(grids, corpus, tokenizer, folder, note, statistics);
  }

  public Sweep tokenizer(Tokenizer tokenizer) {
    return new Sweep(grids, corpus, tokenizer, folder, note, statistics);
  }

  /** Where results are kept: a path, or a URI such as {@code hdfs:///user/me/sweep}. */
  public Sweep into(String folder) {
    return new Sweep(grids, corpus, tokenizer, folder, note, statistics);
  }

  /**
   * Records statistics of the heads beside their entropy, for tables and figures of the result.
   * They are not part of what identifies an experiment, so a folder whose results lack one of them
   * is refused when the sweep is run.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public Sweep record(HeadStatistic... more) {
    List<HeadStatistic> all = HeadStatistic.together(statistics, more);
    return new Sweep(grids, corpus, tokenizer, folder, note, all);
  }

  /** What the folder remembers this sweep by. */
  public Sweep noted(String note) {
    return new Sweep(grids, corpus, tokenizer, folder, note, statistics);
  }

  /**
   * The experiments, none of them twice, in the order in which they are begun: by seeds, so that
   * something is known early of each setting.
   */
  public List<RunSpec> trials() {
    Stream<RunSpec> all = grids.stream().flatMap(grid -> grid.trials(tokenizer).stream());
    return List.copyOf(
        new LinkedHashSet<>(all.sorted(Comparator.comparingLong(RunSpec::seed)).toList()));
  }

  /** Trains in this JVM, one experiment on each core. */
  public static LocalSweep local() {
    return LocalSweep.DEFAULT;
  }

  /**
   * Trains as tasks of Spark, on whatever master the session has. Threads and GPU of a task are
   * those that Spark's settings give it ({@code spark.task.cpus}, {@code
   * spark.task.resource.gpu.amount}). Spark is an optional dependency; {@link OptionalPart#SPARK}
   * names what to add.
   */
  public static SparkSweep spark(SparkSession session) {
    return SparkSweep.on(session.sparkContext());
  }

  /**
   * Trains what the folder does not hold yet, and gives what it holds then. One failing experiment
   * does not stop the others. An interrupt ends the sweep within two steps; finished experiments
   * stay, and the others are pending in the result.
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
      throw new UncheckedIOException("the sweep cannot go on: " + e.getMessage(), e);
    }
  }

  /**
   * Reads everything that a folder of results holds, whichever sweeps left it there.
   *
   * @param folder a path, or a URI of one of Hadoop's file systems
   * @throws UncheckedIOException if it cannot be read; the message names the file
   * @throws IllegalArgumentException if there are no results
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
