package org.entroscope.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.entroscope.architecture.Architecture;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunSummary;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadQuantity;
import tech.tablesaw.api.Table;

/**
 * The results of a sweep. Perplexities are measured on held-out data; smaller is better. Immutable.
 */
public final class SweepResult {

  private final List<SweepEntry> entries;
  private final List<SweepInvocation> invocations;

  SweepResult(List<SweepEntry> entries) {
    this(entries, List.of());
  }

  SweepResult(List<SweepEntry> entries, List<SweepInvocation> invocations) {
    this.entries = List.copyOf(entries);
    this.invocations = List.copyOf(invocations);
  }

  /** Returns all experiments in the order of the sweep. */
  public List<SweepEntry> entries() {
    return entries;
  }

  /** Returns the results: the experiments that did every step or diverged. */
  public List<RunSummary> runs() {
    return entries.stream().map(SweepEntry::run).filter(run -> run != null).toList();
  }

  /** Returns the results of an architecture, one for each seed and setting. */
  public List<RunSummary> runs(String architecture) {
    return of(architecture).runs();
  }

  /**
   * Returns the first result of an architecture, for figures of a single run.
   *
   * @throws IllegalArgumentException if the architecture has no result
   */
  public RunSummary run(String architecture) {
    return runs(architecture).stream()
        .findFirst()
        .orElseThrow(() -> none(Architecture.of(architecture).toString()));
  }

  /** Returns the failures of the experiments that ended with an error. */
  public List<Failure> failures() {
    return entries.stream().map(SweepEntry::failure).filter(failure -> failure != null).toList();
  }

  /** Returns the number of experiments with a status. */
  public int count(SweepEntry.Status status) {
    return (int) entries.stream().filter(entry -> entry.status() == status).count();
  }

  /**
   * Returns the experiments of some architectures, given in the paper's notation, in this order. If
   * no experiment has exactly the given notation, it selects all settings of the architecture's
   * regularisers.
   */
  public SweepResult of(String... architectures) {
    List<SweepEntry> chosen = new ArrayList<>();
    for (String notation : new LinkedHashSet<>(Arrays.asList(architectures))) {
      chosen.addAll(of(Architecture.of(notation)));
    }
    return new SweepResult(chosen, invocations);
  }

  private List<SweepEntry> of(Architecture architecture) {
    String name = architecture.toString();
    List<SweepEntry> same =
        entries.stream().filter(e -> e.spec().architecture().equals(name)).toList();
    return same.isEmpty()
        ? entries.stream()
            .filter(
                e -> Architecture.of(e.spec().architecture()).terms().equals(architecture.terms()))
            .toList()
        : same;
  }

  /**
   * Returns the experiments that satisfy a condition: {@code where(t -> t.shape().layers() == 12)}.
   */
  public SweepResult where(Predicate<RunSpec> condition) {
    return new SweepResult(
        entries.stream().filter(e -> condition.test(e.spec())).toList(), invocations);
  }

  /** Returns the experiments whose settings a sweep describes, in its order, with any seed. */
  public SweepResult only(Sweep sweep) {
    List<RunSpec> wanted = sweep.trials().stream().map(RunSpec::anySeed).distinct().toList();
    List<SweepEntry> chosen =
        entries.stream()
            .filter(entry -> wanted.contains(setting(entry)))
            .sorted(
                Comparator.comparingInt((SweepEntry entry) -> wanted.indexOf(setting(entry)))
                    .thenComparing(entry -> entry.spec().seed()))
            .toList();
    return new SweepResult(chosen, invocations);
  }

  /** Returns the setting of an experiment without seed and corpus. */
  private static RunSpec setting(SweepEntry entry) {
    return entry.spec().anySeed().withCorpus("");
  }

  /** Returns the experiments whose settings a grid describes, with bytes as tokens. */
  public SweepResult only(Grid grid) {
    return only(Sweep.of(grid));
  }

  /**
   * Returns a table with one row per experiment: its setting, its status, its perplexity, shares of
   * heads, and the mean over heads of every recorded statistic ({@code mean entropy}, {@code mean
   * sink mass}). A mean is missing if a head diverged or the statistic was not recorded.
   */
  public Table table() {
    return ResultTables.experiments(entries);
  }

  /**
   * Returns a table with one row per setting, over its seeds. Its columns are the number of seeds
   * and how they ended; the mean, standard deviation and 95% {@linkplain ConfidenceInterval
   * confidence interval} of the perplexity of the finished runs below the unigram level; the mean
   * shares of heads in the top and lowest range of the largest head (Figure 2a) and within a tenth
   * of the causal bound; and the mean over heads and seeds of every recorded statistic, whose
   * spread is in {@link #heads}.
   */
  public Table summary() {
    return ResultTables.summary(bySetting());
  }

  /**
   * Returns a table with one row per experiment, for figures of seeds. It has the columns {@code
   * name} (a short name of the setting), {@code architecture}, {@code seed}, {@code perplexity}
   * (missing if the training diverged or failed), {@code status} ({@link SweepEntry.Status}), and
   * the corpus's {@code unigram}, {@code bigram} and {@code trigram} perplexities (missing if they
   * are not known).
   */
  public Table perplexities() {
    return ResultTables.perplexities(bySetting());
  }

  /**
   * Returns the means over heads of the recorded statistics at the end of training. The table has
   * one row for each setting and statistic, and the columns name, statistic, unit, runs, mean, sd,
   * low, high (standard deviation and 95% interval over seeds). Runs with a diverged head are left
   * out.
   */
  public Table heads() {
    return HeadSpread.means(bySetting());
  }

  /**
   * Returns the shares of heads in the four ranges of Figure 2a at the end of training. The table
   * has one row for each setting and range, and the columns name, range, statistic, mean, low, high
   * (95% interval over seeds), runs.
   *
   * @param reference the meaning of {@code max} in the ranges
   */
  public Table ranges(HeadDistribution.Reference reference) {
    return ranges(HeadQuantity.ENTROPY, reference);
  }

  /**
   * Returns the shares of heads in the four ranges of any recorded statistic.
   *
   * @throws IllegalArgumentException if it was not recorded; the message lists the recorded
   *     statistics
   */
  public Table ranges(String statistic, HeadDistribution.Reference reference) {
    return HeadSpread.ranges(bySetting(), statistic, reference);
  }

  /**
   * Returns the mean entropy of each layer at the end of training, as a share of the causal bound.
   * The table has one row for each setting and layer, and the columns name, layer, statistic,
   * measure, mean, low, high (95% interval over seeds), runs.
   */
  public Table layers() {
    return layers(HeadQuantity.ENTROPY);
  }

  /**
   * Returns the mean of each layer for any recorded statistic, with rows for the settings that have
   * it. The column measure says whether the means are shares of its upper bound or in its unit.
   *
   * @throws IllegalArgumentException if it was not recorded; the message lists the recorded
   *     statistics
   */
  public Table layers(String statistic) {
    return HeadSpread.layers(bySetting(), statistic);
  }

  /**
   * Describes where these results come from: seeds, date, command, hardware and engine, in three
   * lines.
   */
  public String provenance() {
    return Provenance.of(runs(), invocations);
  }

  private Map<RunSpec, List<SweepEntry>> bySetting() {
    return entries.stream()
        .collect(
            Collectors.groupingBy(
                entry -> entry.spec().anySeed(), LinkedHashMap::new, Collectors.toList()));
  }

  /**
   * Returns a table that compares two architectures seed by seed: the difference of their
   * perplexities, a minus b, where everything else is equal. It has one row for each setting that
   * both have. Seeds for which one of them diverged, failed or ended at the unigram level have no
   * difference.
   *
   * @throws IllegalArgumentException if an architecture is missing, or has several experiments with
   *     the same seed and setting, for example with several gammas; use {@link #where} to select
   *     one
   */
  public Table paired(String a, String b) {
    return PairedComparison.of(finished(a), finished(b));
  }

  private List<RunSummary> finished(String architecture) {
    List<RunSummary> all = runs(architecture);
    if (all.isEmpty()) {
      throw none(Architecture.of(architecture).toString());
    }
    return all;
  }

  /**
   * Returns the agreement of the mean perplexities with a published order of architectures. An
   * architecture that diverged or ended at the unigram level with every seed is the worst;
   * otherwise, its other seeds count.
   *
   * @param order the published order, best first; at least two architectures
   * @throws IllegalArgumentException if an architecture is missing or has several settings; use
   *     {@link #where} to select one
   */
  public Kendall kendall(List<String> order) {
    return Agreement.of(order, order.stream().distinct().map(this::oneSetting).toList());
  }

  private List<SweepEntry> oneSetting(String architecture) {
    SweepResult chosen = of(architecture);
    if (chosen.runs().isEmpty()) {
      throw none(Architecture.of(architecture).toString());
    }
    Set<RunSpec> settings = chosen.bySetting().keySet();
    if (settings.size() > 1) {
      throw new IllegalArgumentException(
          "%s was trained in %d settings; choose one with where(...):%n%s"
              .formatted(
                  architecture,
                  settings.size(),
                  settings.stream().map(RunSpec::toString).collect(Collectors.joining("\n"))));
    }
    return chosen.entries();
  }

  /**
   * Returns a table of held-out perplexity against steps with its 95% interval over seeds, for
   * figures with bands. It has one row for each setting and step, with the columns name, step,
   * mean, low, high, runs, and the corpus's unigram, bigram and trigram perplexities. A diverged
   * run has no rows after its divergence.
   */
  public Table bands() {
    return Bands.of(bySetting());
  }

  private IllegalArgumentException none(String architecture) {
    String known =
        entries.stream()
            .filter(entry -> entry.run() != null)
            .map(entry -> entry.spec().architecture())
            .distinct()
            .collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        "there is no result of %s; there are results of: %s"
            .formatted(architecture, known.isEmpty() ? "nothing" : known));
  }

  /** Returns {@link #table()} as comma-separated values. */
  String csv() {
    return table().write().toString("csv");
  }

  /** Lists the number of experiments by status, the causes of failures, and the summary. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (SweepEntry.Status status : SweepEntry.Status.values()) {
      int count = count(status);
      if (count > 0) {
        text.append(text.isEmpty() ? "" : ", ").append(count).append(' ');
        text.append(status.name().toLowerCase(Locale.ROOT));
      }
    }
    for (Failure failure : failures()) {
      text.append(System.lineSeparator()).append(failure.spec()).append(": ");
      text.append(failure.cause());
    }
    return text.append(System.lineSeparator()).append(summary().printAll()).toString();
  }
}
