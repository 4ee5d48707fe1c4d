package org.entroscope.sweep;

import java.util.Arrays;
import java.util.List;
import org.entroscope.entropy.EntropyBound;
import org.entroscope.entropy.EntropyMap;
import org.entroscope.entropy.HeadDistribution;
import org.entroscope.entropy.Regularisation;
import org.entroscope.training.RunSummary;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What the regulariser's settings do, as far as training data can tell. */
final class RegulariserSearch {

  /** The end of a training, as a share of its steps. */
  private static final double END = 0.1;

  private RegulariserSearch() {}

  static Table of(List<RunSummary> runs) {
    StringColumn architecture = StringColumn.create("architecture");
    DoubleColumn lambda = Numbers.column("lambda", "0.###E0");
    DoubleColumn start = Numbers.column("thresholds from", "0.00");
    DoubleColumn rate = Numbers.column("threshold rate", "0.00");
    DoubleColumn loss = Numbers.column("training loss", "0.0000");
    DoubleColumn penalty = Numbers.column("penalty", "0.0000");
    DoubleColumn top = Numbers.column("top range");
    DoubleColumn entropy = Numbers.column("entropy / ln T");
    for (RunSummary run : runs) {
      Regularisation settings = run.plan().regularisation();
      boolean regularised = run.architecture().regularised();
      architecture.append(run.record().architecture());
      lambda.append(regularised ? settings.lambda() : Double.NaN);
      start.append(regularised ? settings.thresholdStart() : Double.NaN);
      rate.append(regularised ? settings.thresholdRate() : Double.NaN);
      Table end = end(run);
      loss.append(end.numberColumn("loss").mean());
      penalty.append(end.numberColumn("penalty").mean());
      EntropyMap map = run.history().isEmpty() ? null : run.entropy();
      top.append(map == null ? Double.NaN : top(map));
      entropy.append(map == null ? Double.NaN : share(map));
    }
    return Table.create("settings of the regulariser", architecture, lambda, start, rate)
        .addColumns(loss, penalty, top, entropy)
        .sortAscendingOn("training loss");
  }

  private static Table end(RunSummary run) {
    Table metrics = run.metrics();
    double from = (1 - END) * run.record().steps();
    return metrics.where(metrics.numberColumn("step").isGreaterThanOrEqualTo(from));
  }

  private static double top(EntropyMap map) {
    double[] shares = HeadDistribution.of(map, HeadDistribution.Reference.CAUSAL_BOUND).shares();
    return shares[shares.length - 1];
  }

  private static double share(EntropyMap map) {
    double mean = Arrays.stream(map.layerMeans()).average().orElse(Double.NaN);
    return mean / EntropyBound.maximum(map.context());
  }
}
