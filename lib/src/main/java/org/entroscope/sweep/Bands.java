package org.entroscope.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entroscope.files.Tables;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunSummary;
import org.entroscope.tokens.NgramPerplexities;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Creates the table of held-out perplexity against training steps, with its interval over seeds.
 */
final class Bands {

  private Bands() {}

  static Table of(Map<RunSpec, List<SweepEntry>> bySetting) {
    Map<RunSpec, String> names = SettingNames.of(bySetting.keySet());
    StringColumn name = StringColumn.create("name");
    IntColumn step = IntColumn.create("step");
    Spread spread = new Spread();
    NgramColumns ngrams = new NgramColumns();
    bySetting.forEach(
        (setting, entries) ->
            perplexities(entries)
                .forEach(
                    (at, values) -> {
                      name.append(names.get(setting));
                      step.append(at);
                      spread.append(values, 1, Double.POSITIVE_INFINITY);
                      ngrams.append(known(entries));
                    }));
    return Tables.create("held-out perplexity", name, step)
        .addColumns(spread.columns())
        .addColumns(ngrams.columns());
  }

  /** Returns the n-gram perplexities of the data, which are the same for all seeds. */
  private static NgramPerplexities known(List<SweepEntry> entries) {
    return entries.stream()
        .map(SweepEntry::run)
        .filter(run -> run != null && run.ngrams() != null)
        .map(RunSummary::ngrams)
        .findFirst()
        .orElse(null);
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
