package org.entroscope.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entroscope.training.RunSummary;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Held-out perplexity over the training, with its interval over seeds. */
final class Bands {

  private Bands() {}

  static Table of(Map<Trial, List<SweepEntry>> bySetting) {
    StringColumn name = StringColumn.create("name");
    IntColumn step = IntColumn.create("step");
    DoubleColumn mean = Numbers.column("mean");
    DoubleColumn low = Numbers.column("low");
    DoubleColumn high = Numbers.column("high");
    IntColumn runs = IntColumn.create("runs");
    Map<String, List<SweepEntry>> named = named(bySetting);
    named.forEach(
        (setting, entries) ->
            perplexities(entries)
                .forEach(
                    (at, values) -> {
                      double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
                      Bootstrap interval = Bootstrap.ofMean(all);
                      name.append(setting);
                      step.append(at);
                      mean.append(MeanColumns.mean(all));
                      low.append(interval.low());
                      high.append(interval.high());
                      runs.append(all.length);
                    }));
    return Table.create("held-out perplexity", name, step, mean, low, high, runs);
  }

  /** The architecture where that is enough to tell settings apart, else all of the setting. */
  private static Map<String, List<SweepEntry>> named(Map<Trial, List<SweepEntry>> bySetting) {
    Map<String, List<SweepEntry>> named = new LinkedHashMap<>();
    bySetting.forEach(
        (trial, entries) -> {
          boolean alone =
              bySetting.keySet().stream()
                      .filter(other -> other.architecture().equals(trial.architecture()))
                      .count()
                  == 1;
          String setting =
              "%s, L=%d T=%d, %,d steps, gamma %s"
                  .formatted(
                      trial.architecture(),
                      trial.shape().layers(),
                      trial.shape().context(),
                      trial.plan().steps(),
                      trial.plan().regularisation().tolerance());
          named
              .computeIfAbsent(alone ? trial.architecture() : setting, key -> new ArrayList<>())
              .addAll(entries);
        });
    return named;
  }

  private static Map<Integer, List<Double>> perplexities(List<SweepEntry> entries) {
    Map<Integer, List<Double>> perplexities = new TreeMap<>();
    for (SweepEntry entry : entries) {
      RunSummary run = entry.run();
      if (run == null) {
        continue;
      }
      for (Row row : run.metrics()) {
        if (!row.isMissing("evaluationLoss")) {
          perplexities
              .computeIfAbsent(row.getInt("step"), key -> new ArrayList<>())
              .add(Math.exp(row.getDouble("evaluationLoss")));
        }
      }
    }
    return perplexities;
  }
}
