package org.entroscope.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.entroscope.files.Tables;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunSummary;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Tables of a recorded head statistic at the end of training, over the seeds of each setting. */
final class HeadSpread {

  private HeadSpread() {}

  /** Returns the statistics that any experiment recorded, by name, with entropy first. */
  static Map<String, HeadQuantity> recorded(Iterable<SweepEntry> entries) {
    Map<String, HeadQuantity> recorded = new LinkedHashMap<>();
    for (SweepEntry entry : entries) {
      if (entry.run() != null) {
        entry.run().newestValues().forEach((n, v) -> recorded.putIfAbsent(n, v.quantity()));
      }
    }
    return recorded;
  }

  /** Returns the mean over the heads of a run, or NaN if the run did not record the statistic. */
  static double mean(RunSummary run, String statistic) {
    HeadValues values = run == null ? null : run.newestValues().get(statistic);
    return values == null ? Double.NaN : values.mean();
  }

  /** Returns the mean over heads for each setting and statistic. */
  static Table means(Map<RunSpec, List<SweepEntry>> bySetting) {
    Map<RunSpec, String> names = SettingNames.of(bySetting.keySet());
    StringColumn name = StringColumn.create("name");
    StringColumn statistic = StringColumn.create("statistic");
    StringColumn unit = StringColumn.create("unit");
    IntColumn runs = IntColumn.create("runs");
    MeanColumns mean = new MeanColumns("mean");
    bySetting.forEach(
        (setting, entries) ->
            recorded(entries)
                .forEach(
                    (each, quantity) -> {
                      double[] means = finiteMeans(entries, each);
                      name.append(names.get(setting));
                      statistic.append(each);
                      unit.append(quantity.unit());
                      runs.append(means.length);
                      List<Double> values = Arrays.stream(means).boxed().toList();
                      mean.append(
                          means,
                          least(quantity.lower(), values),
                          -least(-quantity.upper(), negated(values)));
                    }));
    return Tables.create("means over heads", name, statistic, unit, runs)
        .addColumns(mean.columns());
  }

  /** Returns one mean per run; omits runs in which a head has no finite value. */
  static double[] finiteMeans(List<SweepEntry> entries, String statistic) {
    return entries.stream()
        .mapToDouble(entry -> mean(entry.run(), statistic))
        .filter(Double::isFinite)
        .toArray();
  }

  /** Returns the shares of heads in the four ranges (Figure 2a). Diverged heads are in no range. */
  static Table ranges(
      Map<RunSpec, List<SweepEntry>> bySetting,
      String statistic,
      HeadDistribution.Reference reference) {
    HeadQuantity quantity = quantity(bySetting, statistic);
    Map<RunSpec, String> names = SettingNames.of(bySetting.keySet());
    StringColumn name = StringColumn.create("name");
    StringColumn range = StringColumn.create("range");
    Spread spread = new Spread();
    bySetting.forEach(
        (setting, entries) -> {
          List<double[]> shares =
              maps(entries, statistic).stream()
                  .map(map -> HeadDistribution.of(map, reference).shares())
                  .toList();
          List<String> ranges = HeadDistribution.ranges(quantity);
          for (int i = 0; i < ranges.size(); i++) {
            int index = i;
            name.append(names.get(setting));
            range.append(ranges.get(i));
            spread.append(shares.stream().map(share -> share[index]).toList(), 0, 1);
          }
        });
    String title = "shares of heads by %s, max = %s".formatted(statistic, reference.of(quantity));
    return Tables.create(title, name, range, constant("statistic", statistic, name.size()))
        .addColumns(spread.columns());
  }

  /**
   * Returns the mean of each layer, as a share of the upper bound if {@link
   * HeadQuantity#hasShares}. Diverged layers are omitted.
   */
  static Table layers(Map<RunSpec, List<SweepEntry>> bySetting, String statistic) {
    HeadQuantity quantity = quantity(bySetting, statistic);
    Map<RunSpec, String> names = SettingNames.of(bySetting.keySet());
    StringColumn name = StringColumn.create("name");
    IntColumn layer = IntColumn.create("layer");
    Spread spread = new Spread();
    bySetting.forEach(
        (setting, entries) -> {
          if (!statistic.equals(HeadQuantity.ENTROPY) && maps(entries, statistic).isEmpty()) {
            return; // for example, a model without learned thresholds
          }
          for (int l = 0; l < setting.shape().layers(); l++) {
            List<Double> values = new ArrayList<>();
            for (HeadValues map : maps(entries, statistic)) {
              double bound = quantity.hasShares() ? map.quantity().upper() : 1;
              double mean = map.layerMeans()[l] / bound;
              if (Double.isFinite(mean)) {
                values.add(mean);
              }
            }
            name.append(names.get(setting));
            layer.append(l);
            double most = quantity.hasShares() ? 1 : quantity.upper();
            spread.append(values, least(quantity.lower(), values), -least(-most, negated(values)));
          }
        });
    String measure =
        quantity.hasShares() ? "share of the " + quantity.upperName() : quantity.label();
    return Tables.create("layer means of " + statistic, name, layer)
        .addColumns(constant("statistic", statistic, name.size()))
        .addColumns(constant("measure", measure, name.size()))
        .addColumns(spread.columns());
  }

  /**
   * Returns the statistic's lower bound, or minus infinity if it has none or a value is below it.
   */
  private static double least(double bound, List<Double> values) {
    boolean below = values.stream().anyMatch(value -> value < bound);
    return Double.isNaN(bound) || below ? Double.NEGATIVE_INFINITY : bound;
  }

  private static List<Double> negated(List<Double> values) {
    return values.stream().map(value -> -value).toList();
  }

  private static StringColumn constant(String column, String value, int rows) {
    return StringColumn.create(column, Collections.nCopies(rows, value));
  }

  /** Returns the quantity of a statistic. Entropy is known even if no run recorded a value. */
  private static HeadQuantity quantity(Map<RunSpec, List<SweepEntry>> bySetting, String statistic) {
    Map<String, HeadQuantity> recorded =
        recorded(bySetting.values().stream().flatMap(List::stream).toList());
    if (recorded.containsKey(statistic)) {
      return recorded.get(statistic);
    } else if (statistic.equals(HeadQuantity.ENTROPY)) {
      return HeadQuantity.entropy(2);
    }
    throw new IllegalArgumentException(
        "no result has the statistic '%s', only %s; record it with Sweep.record(...)"
            .formatted(statistic, recorded.keySet()));
  }

  private static List<HeadValues> maps(List<SweepEntry> entries, String statistic) {
    return entries.stream()
        .map(SweepEntry::run)
        .filter(Objects::nonNull)
        .map(run -> run.newestValues().get(statistic))
        .filter(Objects::nonNull)
        .toList();
  }
}
