package org.entroscope.paper;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.entroscope.architecture.Architecture;
import org.entroscope.files.Failures;
import org.entroscope.files.FileTree;
import org.entroscope.hub.CacheFolder;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import org.entroscope.training.TrainingEstimate;
import tech.tablesaw.api.Table;

/**
 * A table of the paper, trained as published (Section 6). This needs a GPU:
 *
 * <pre>{@code
 * Paper.reproduction("Table 3").train()
 * }</pre>
 *
 * <p>Before the first step, it trains every architecture for a few steps on generated text and
 * prints an estimate of time and memory. Every run is saved in a folder during the training. After
 * an interrupt or a crash, the same line continues and trains nothing twice. Immutable.
 */
public final class Reproduction {

  private final String table;
  private final List<Architecture> architectures;
  private final List<Experiment> experiments;
  private final Path folder;
  private final PrintStream out;

  Reproduction(
      String table,
      List<Architecture> architectures,
      List<Experiment> experiments,
      Path folder,
      PrintStream out) {
    this.table = table;
    this.architectures = architectures;
    this.experiments = experiments;
    this.folder = folder;
    this.out = out;
  }

  static Reproduction of(String table) {
    String name = table.toLowerCase(Locale.ROOT).replace(' ', '-');
    return new Reproduction(
        table,
        Paper.table(table).architectures().stream().distinct().toList(),
        PaperRecipe.experiments(table),
        CacheFolder.path().resolve("paper").resolve(name),
        System.out);
  }

  /** Keeps the runs in the given folder instead of one in Entroscope's cache. */
  public Reproduction into(String folder) {
    return new Reproduction(table, architectures, experiments, Path.of(folder), out);
  }

  /**
   * Changes every experiment: {@code with(e -> e.precision(Precision.FLOAT16))} for the paper's
   * mixed precision, {@code with(e -> e.seed(2))} for another seed. If the folder already contains
   * runs of the unchanged experiments, choose another folder, too.
   */
  public Reproduction with(UnaryOperator<Experiment> change) {
    return new Reproduction(
        table, architectures, experiments.stream().map(change).toList(), folder, out);
  }

  /** Returns the experiments, in the order of the table. */
  public List<Experiment> experiments() {
    return experiments;
  }

  /** Returns the folder of an architecture's run. */
  public Path folder(Architecture architecture) {
    String name = architecture.toString().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("-$", "");
    return folder.resolve(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Estimates time and memory of the experiments that are not finished, after a short trial of
   * each. Only the tokenizer is downloaded.
   *
   * @throws IllegalStateException if a batch is too large for the device's memory; the message says
   *     what to change
   */
  public List<TrainingEstimate> estimate() {
    List<TrainingEstimate> estimates = new ArrayList<>();
    for (int i = 0; i < experiments.size(); i++) {
      RunSummary kept = kept(architectures.get(i));
      if (kept == null) {
        estimates.add(experiments.get(i).estimate());
      } else if (!isOver(kept)) {
        estimates.add(experiments.get(i).estimate(kept.record().steps()));
      }
    }
    return List.copyOf(estimates);
  }

  /**
   * Prints the estimate and trains the experiments that are not finished. An interrupt ends the
   * training and keeps the results so far; the same call continues later.
   */
  public Result train() {
    List<TrainingEstimate> estimates = estimate();
    double seconds = estimates.stream().mapToDouble(TrainingEstimate::seconds).sum();
    estimates.forEach(out::println);
    if (!estimates.isEmpty()) {
      out.printf(
          Locale.ROOT,
          "%s: %d of %d models to train, about %s; kept in %s%n",
          table,
          estimates.size(),
          experiments.size(),
          TrainingEstimate.words(seconds),
          folder);
    }
    List<RunSummary> runs = new ArrayList<>();
    for (int i = 0; i < experiments.size(); i++) {
      RunSummary kept = kept(architectures.get(i));
      if (kept == null || !isOver(kept)) {
        Run run = experiments.get(i).into(folder(architectures.get(i))).train();
        kept = run.summary();
        run.model().close(); // the next one needs the memory
      }
      runs.add(kept);
      if (kept.status() == RunStatus.INTERRUPTED) {
        break;
      }
    }
    return new Result(Paper.table(table), List.copyOf(runs));
  }

  private static boolean isOver(RunSummary run) {
    return run.status() == RunStatus.FINISHED || run.status() == RunStatus.DIVERGED;
  }

  /** Returns the run that is kept for an architecture, or null. */
  private RunSummary kept(Architecture architecture) {
    Path place = folder(architecture);
    try {
      boolean begun =
          Files.exists(place.resolve("run.json"))
              || !FileTree.names(place.resolve("checkpoints")).isEmpty();
      return begun ? RunSummary.load(place) : null;
    } catch (IOException | UncheckedIOException e) {
      throw Failures.of(e);
    }
  }

  /**
   * The results of a reproduction.
   *
   * @param published the table of the paper
   * @param runs the runs of this machine, in the order of the table; the last one may be
   *     interrupted. {@code Run.load} of a run's folder loads its model.
   */
  public record Result(PublishedTable published, List<RunSummary> runs) {

    /** Returns the published numbers beside ours. */
    public Table beside() {
      return published.beside(
          runs.stream()
              .filter(run -> run.status() != RunStatus.INTERRUPTED)
              .toArray(RunSummary[]::new));
    }

    /** Returns {@link #beside()} and the run that was interrupted. */
    @Override
    public String toString() {
      StringBuilder words = new StringBuilder(beside().printAll());
      runs.stream()
          .filter(run -> run.status() == RunStatus.INTERRUPTED)
          .forEach(
              run ->
                  words
                      .append(System.lineSeparator())
                      .append(run.record().name())
                      .append(" was interrupted; the same call continues it"));
      return words.toString();
    }
  }
}
