package org.entroscope.paper;

import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.component.EntropyRegulariser;
import org.entroscope.files.Tables;
import org.entroscope.runs.RunSummary;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadValues;
import org.entroscope.sweep.Numbers;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Compares settings of the regulariser by their results on training data. */
public final class RegulariserSearch {

  /** The share of steps that counts as the end of a training. */
  private static final double END = 0.1;

  private RegulariserSearch() {}

  /**
   * Returns the results of a search for the regulariser's settings, using training data only. The
   * table has one row per experiment, best first, with its settings (missing if the architecture
   * has no regulariser), the mean training loss and the mean penalty of the last tenth of the
   * steps, the share of heads in the top range of the causal bound, and the mean entropy as a share
   * of ln T.
   */
  public static Table of(List<RunSummary> runs) {
    StringColumn architecture = StringColumn.create("architecture");
    DoubleColumn lambda = Numbers.column("lambda", "0.###E0");
    DoubleColumn start = Numbers.column("thresholds from", "0.00");
    DoubleColumn rate = Numbers.column("threshold rate", "0.00");
    DoubleColumn loss = Numbers.column("training loss", "0.0000");
    DoubleColumn penalty = Numbers.column("penalty", "0.0000");
    DoubleColumn top = Numbers.column("top range");
    DoubleColumn entropy = Numbers.column("entropy / ln T");
    for (RunSummary run : runs) {
      EntropyRegulariser settings = settings(run.architecture());
      architecture.append(run.architecture().terms());
      lambda.append(settings == null ? Double.NaN : settings.lambda());
      start.append(settings == null ? Double.NaN : settings.thresholdStart());
      rate.append(settings == null ? Double.NaN : settings.thresholdRate());
      Table end = end(run);
      loss.append(end.numberColumn("loss").mean());
      penalty.append(end.numberColumn("penalty").mean());
      HeadValues map = run.history().isEmpty() ? null : run.entropy();
      top.append(map == null ? Double.NaN : top(map));
      entropy.append(map == null ? Double.NaN : share(map));
    }
    return Tables.create("settings of the regulariser", architecture, lambda, start, rate)
        .addColumns(loss, penalty, top, entropy)
        .sortAscendingOn("training loss");
  }

  /** Returns the settings of an architecture's entropy regulariser, or null if it has none. */
  private static EntropyRegulariser settings(Architecture architecture) {
    return architecture.regularisers().stream()
        .filter(EntropyRegulariser.class::isInstance)
        .map(EntropyRegulariser.class::cast)
        .findFirst()
        .orElse(null);
  }

  private static Table end(RunSummary run) {
    Table metrics = run.metrics();
    double from = (1 - END) * run.record().steps();
    return metrics.where(metrics.numberColumn("step").isGreaterThanOrEqualTo(from));
  }

  private static double top(HeadValues map) {
    double[] shares = HeadDistribution.of(map, HeadDistribution.Reference.CAUSAL_BOUND).shares();
    return shares[shares.length - 1];
  }

  private static double share(HeadValues map) {
    return map.mean() / EntropyBound.maximum(map.context());
  }
}
