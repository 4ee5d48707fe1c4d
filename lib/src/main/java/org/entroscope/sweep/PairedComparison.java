package org.entroscope.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.files.Tables;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunSummary;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Compares two architectures with the same seeds, data and plan. */
final class PairedComparison {

  private PairedComparison() {}

  static Table of(List<RunSummary> a, List<RunSummary> b) {
    Map<RunSpec, RunSummary> left = byTrial(a);
    Map<RunSpec, RunSummary> right = byTrial(b);
    Map<RunSpec, List<Double>> differences = new LinkedHashMap<>();
    left.forEach(
        (trial, run) -> {
          RunSummary other = right.get(trial);
          if (other != null) {
            List<Double> setting =
                differences.computeIfAbsent(trial.anySeed(), key -> new ArrayList<>());
            double difference = run.trainedPerplexity() - other.trainedPerplexity();
            if (Double.isFinite(difference)) {
              setting.add(difference);
            }
          }
        });
    StringColumn first = StringColumn.create("a");
    StringColumn second = StringColumn.create("b");
    IntColumn layers = IntColumn.create("layers");
    IntColumn context = IntColumn.create("context");
    IntColumn steps = IntColumn.create("steps");
    IntColumn pairs = IntColumn.create("pairs");
    MeanColumns mean = new MeanColumns("a - b");
    IntColumn better = IntColumn.create("a better");
    differences.forEach(
        (setting, values) -> {
          first.append(a.get(0).record().spec().architecture());
          second.append(b.get(0).record().spec().architecture());
          layers.append(setting.shape().layers());
          context.append(setting.shape().context());
          steps.append(setting.plan().steps());
          pairs.append(values.size());
          mean.append(values.stream().mapToDouble(Double::doubleValue).toArray());
          better.append((int) values.stream().filter(value -> value < 0).count());
        });
    return Tables.create("paired", first, second, layers, context, steps, pairs)
        .addColumns(mean.columns())
        .addColumns(better);
  }

  private static Map<RunSpec, RunSummary> byTrial(List<RunSummary> runs) {
    Map<RunSpec, RunSummary> byTrial = new LinkedHashMap<>();
    for (RunSummary run : runs) {
      RunSpec key = run.record().spec().anyArchitecture();
      RunSummary other = byTrial.put(key, run);
      if (other != null) {
        throw new IllegalArgumentException(
            "there are several experiments with seed %d in this setting: %s and %s; choose with"
                    .formatted(
                        run.seed(),
                        other.record().spec().architecture(),
                        run.record().spec().architecture())
                + " where(...)");
      }
    }
    return byTrial;
  }
}
