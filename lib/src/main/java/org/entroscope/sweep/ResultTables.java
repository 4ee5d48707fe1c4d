package org.entroscope.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.entroscope.engine.Precision;
import org.entroscope.files.Tables;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunSummary;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadValues;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Creates tables of experiments and of their means. */
final class ResultTables {

  /** Heads above this share of the causal bound attend to all tokens almost equally. */
  private static final double NEAR = 0.9;

  private static final int TOP = HeadDistribution.RANGES.size() - 1;

  private ResultTables() {}

  static Table experiments(List<SweepEntry> entries) {
    SettingColumns setting = new SettingColumns();
    LongColumn seed = LongColumn.create("seed");
    StringColumn status = StringColumn.create("status");
    DoubleColumn perplexity = Numbers.column("perplexity");
    DoubleColumn lowest = Numbers.column("lowest range");
    DoubleColumn top = Numbers.column("top range");
    DoubleColumn near = Numbers.column("near bound");
    DoubleColumn seconds = Numbers.column("seconds", "0.0");
    StringColumn reason = StringColumn.create("reason");
    Map<String, DoubleColumn> means = means(entries);
    for (SweepEntry entry : entries) {
      setting.append(entry.spec());
      seed.append(entry.spec().seed());
      status.append(entry.status().name());
      perplexity.append(entry.perplexity());
      lowest.append(share(entry.run(), ResultTables::lowest));
      top.append(share(entry.run(), ResultTables::top));
      near.append(share(entry.run(), ResultTables::nearBound));
      seconds.append(entry.run() == null ? Double.NaN : entry.run().record().seconds());
      reason.append(entry.reason());
      means.forEach((name, column) -> column.append(HeadSpread.mean(entry.run(), name)));
    }
    return Tables.create("experiments")
        .addColumns(setting.columns())
        .addColumns(seed, status, perplexity, lowest, top, near)
        .addColumns(means.values().toArray(DoubleColumn[]::new))
        .addColumns(seconds, reason);
  }

  /** Creates a column of means over heads for each recorded statistic, by name. */
  private static Map<String, DoubleColumn> means(Iterable<SweepEntry> entries) {
    Map<String, DoubleColumn> means = new LinkedHashMap<>();
    HeadSpread.recorded(entries)
        .forEach((name, quantity) -> means.put(name, Numbers.column("mean " + name)));
    return means;
  }

  /** Creates a table with one perplexity per seed and short names of the settings. */
  static Table perplexities(Map<RunSpec, List<SweepEntry>> bySetting) {
    Map<RunSpec, String> names = SettingNames.of(bySetting.keySet());
    StringColumn name = StringColumn.create("name");
    StringColumn architecture = StringColumn.create("architecture");
    LongColumn seed = LongColumn.create("seed");
    DoubleColumn perplexity = Numbers.column("perplexity");
    StringColumn status = StringColumn.create("status");
    NgramColumns ngrams = new NgramColumns();
    bySetting.forEach(
        (setting, entries) -> {
          for (SweepEntry entry : entries) {
            name.append(names.get(setting));
            architecture.append(setting.architecture());
            seed.append(entry.spec().seed());
            perplexity.append(entry.perplexity());
            status.append(entry.status().name());
            ngrams.append(entry.run() == null ? null : entry.run().ngrams());
          }
        });
    return Tables.create("held-out perplexities", name, architecture, seed, perplexity, status)
        .addColumns(ngrams.columns());
  }

  static Table summary(Map<RunSpec, List<SweepEntry>> bySetting) {
    SettingColumns setting = new SettingColumns();
    IntColumn runs = IntColumn.create("finished");
    IntColumn unigram = IntColumn.create("unigram");
    IntColumn diverged = IntColumn.create("diverged");
    IntColumn failed = IntColumn.create("failed");
    MeanColumns perplexity = new MeanColumns("perplexity");
    DoubleColumn lowest = Numbers.column("lowest range");
    DoubleColumn top = Numbers.column("top range");
    DoubleColumn near = Numbers.column("near bound");
    Map<String, DoubleColumn> means =
        means(bySetting.values().stream().flatMap(List::stream).toList());
    bySetting.forEach(
        (trial, entries) -> {
          setting.append(trial);
          runs.append(count(entries, SweepEntry.Status.FINISHED));
          unigram.append(count(entries, SweepEntry.Status.UNIGRAM));
          diverged.append(count(entries, SweepEntry.Status.DIVERGED));
          failed.append(count(entries, SweepEntry.Status.FAILED));
          List<SweepEntry> finished =
              entries.stream().filter(e -> e.status() == SweepEntry.Status.FINISHED).toList();
          perplexity.append(
              finished.stream().mapToDouble(SweepEntry::perplexity).toArray(),
              1,
              Double.POSITIVE_INFINITY);
          lowest.append(meanShare(finished, ResultTables::lowest));
          top.append(meanShare(finished, ResultTables::top));
          near.append(meanShare(finished, ResultTables::nearBound));
          means.forEach(
              (name, column) ->
                  column.append(MeanColumns.mean(HeadSpread.finiteMeans(finished, name))));
        });
    return Tables.create("summary")
        .addColumns(setting.columns())
        .addColumns(runs, unigram, diverged, failed)
        .addColumns(perplexity.columns())
        .addColumns(lowest, top, near)
        .addColumns(means.values().toArray(DoubleColumn[]::new));
  }

  private static int count(List<SweepEntry> entries, SweepEntry.Status status) {
    return (int) entries.stream().filter(entry -> entry.status() == status).count();
  }

  private static double meanShare(List<SweepEntry> entries, ToDoubleFunction<HeadValues> share) {
    return entries.stream()
        .mapToDouble(entry -> share(entry.run(), share))
        .average()
        .orElse(Double.NaN);
  }

  /** Returns a share of a run's heads, or NaN if the run has no entropies. */
  private static double share(RunSummary run, ToDoubleFunction<HeadValues> share) {
    return run == null || run.history().isEmpty() ? Double.NaN : share.applyAsDouble(run.entropy());
  }

  private static double lowest(HeadValues map) {
    return HeadDistribution.of(map).shares()[0];
  }

  private static double top(HeadValues map) {
    return HeadDistribution.of(map).shares()[TOP];
  }

  private static double nearBound(HeadValues map) {
    double limit = NEAR * EntropyBound.causal(map.context());
    int near = 0;
    for (float[] layer : map.values()) {
      for (float head : layer) {
        near += head >= limit ? 1 : 0;
      }
    }
    return (double) near / (map.layers() * map.heads());
  }

  /** The columns for the setting of an experiment, without its seed. */
  static final class SettingColumns {
    private final StringColumn architecture = StringColumn.create("architecture");
    private final IntColumn layers = IntColumn.create("layers");
    private final IntColumn hiddenSize = IntColumn.create("hidden size");
    private final IntColumn context = IntColumn.create("context");
    private final DoubleColumn std = Numbers.column("initial std", "0.0000");
    private final IntColumn steps = IntColumn.create("steps");
    private final StringColumn precision = StringColumn.create("precision");

    void append(RunSpec trial) {
      architecture.append(trial.architecture());
      layers.append(trial.shape().layers());
      hiddenSize.append(trial.shape().hiddenSize());
      context.append(trial.shape().context());
      std.append(trial.shape().initialStd());
      steps.append(trial.plan().steps());
      precision.append(trial.precision().name());
    }

    /** Returns the columns; omits the precision if all rows have single precision. */
    Column<?>[] columns() {
      Column<?>[] usual = {architecture, layers, hiddenSize, context, std, steps};
      boolean single = precision.asList().stream().allMatch(Precision.FLOAT32.name()::equals);
      return single
          ? usual
          : Stream.concat(Stream.of(usual), Stream.of(precision)).toArray(Column<?>[]::new);
    }
  }
}
