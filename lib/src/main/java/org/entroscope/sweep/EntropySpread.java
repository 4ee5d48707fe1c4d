package org.entroscope.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entroscope.files.Tables;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadValues;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Where the heads of a setting's models end, over its seeds. */
final class EntropySpread {

  private EntropySpread() {}

  /** Shares of heads in the four ranges (Figure 2a); diverged heads are in none. */
  static Table ranges(
      Map<Trial, List<SweepEntry>> bySetting, HeadDistribution.Reference reference) {
    Map<Trial, String> names = SettingNames.of(bySetting.keySet());
    StringColumn name = StringColumn.create("name");
    StringColumn range = StringColumn.create("range");
    Spread spread = new Spread();
    bySetting.forEach(
        (setting, entries) -> {
          List<double[]> shares =
              maps(entries).stream()
                  .map(map -> HeadDistribution.of(map, reference).shares())
                  .toList();
          for (int i = 0; i < HeadDistribution.RANGES.size(); i++) {
            int index = i;
            name.append(names.get(setting));
            range.append(HeadDistribution.RANGES.get(i));
            spread.append(shares.stream().map(share -> share[index]).toList(), 0, 1);
          }
        });
    return Tables.create("shares of heads, max = " + reference, name, range)
        .addColumns(spread.columns());
  }

  /** Mean entropy of each layer as a share of the causal bound; a diverged layer has none. */
  static Table layers(Map<Trial, List<SweepEntry>> bySetting) {
    Map<Trial, String> names = SettingNames.of(bySetting.keySet());
    StringColumn name = StringColumn.create("name");
    IntColumn layer = IntColumn.create("layer");
    Spread spread = new Spread();
    bySetting.forEach(
        (setting, entries) -> {
          for (int l = 0; l < setting.shape().layers(); l++) {
            List<Double> values = new ArrayList<>();
            for (HeadValues map : maps(entries)) {
              double share = map.layerMeans()[l] / EntropyBound.causal(map.context());
              if (Double.isFinite(share)) {
                values.add(share);
              }
            }
            name.append(names.get(setting));
            layer.append(l);
            spread.append(values, 0, 1);
          }
        });
    return Tables.create("layer means as shares of the causal bound", name, layer)
        .addColumns(spread.columns());
  }

  private static List<HeadValues> maps(List<SweepEntry> entries) {
    return entries.stream()
        .map(SweepEntry::run)
        .filter(run -> run != null && !run.history().isEmpty())
        .map(run -> run.entropy())
        .toList();
  }
}
