package org.entroscope.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.entroscope.component.EntropyRegulariser;
import org.entroscope.runs.RunStatus;
import org.entroscope.statistics.HeadValues;
import org.entroscope.statistics.LearnedValues;
import org.entroscope.sweep.SweepEntry;
import org.entroscope.sweep.SweepResult;
import tech.tablesaw.api.Row;

/** The rows for the values of Figures 2a, 6 and 7. */
final class FigureRows {

  private static final String EREG = "EReg(SM(t) + ScFuFFN)";

  private static final String NO_THRESHOLDS =
      "no run recorded learned thresholds: train the model and give its thresholds()";

  private FigureRows() {}

  /**
   * @param thresholds the thresholds of a trained model, or null for those that runs recorded
   */
  static List<Counterpart> of(SweepResult result, LearnedValues thresholds) {
    List<Counterpart> rows = new ArrayList<>(figure2a(result));
    List<float[][]> learned =
        thresholds == null ? recorded(result) : List.<float[][]>of(thresholds.values());
    String whose = thresholds == null ? learned.size() + " seeds; " : "one model, trained live; ";
    for (Row row : Paper.figure6()) {
      rows.add(figure6(row, learned, whose));
    }
    rows.addAll(figure7(result));
    return rows;
  }

  /** Returns the thresholds that the proposal had learned at the end of its runs. */
  private static List<float[][]> recorded(SweepResult result) {
    return Configuration.of(EREG, Series.proposed()).in(result).bySeed().values().stream()
        .map(SweepEntry::run)
        .filter(run -> run.status() == RunStatus.FINISHED)
        .map(run -> run.newestValues().get(EntropyRegulariser.THRESHOLD))
        .filter(Objects::nonNull)
        .map(HeadValues::values)
        .toList();
  }

  private static MeasuredRows rows(String figure, Measure measure) {
    return new MeasuredRows(figure, measure.toString(), measure);
  }

  /**
   * Returns rows for both kinds of ranges. Top ranges are compared with the first one; others have
   * no baseline.
   */
  private static List<Counterpart> figure2a(SweepResult result) {
    List<Counterpart> alone = new ArrayList<>();
    List<Counterpart> compared = new ArrayList<>();
    for (boolean ofBound : new boolean[] {false, true}) {
      MeasuredRows top = rows("Figure 2a", ruler(Measure.TOP_RANGE, ofBound));
      for (Row row : Paper.figure2a()) {
        String architecture = row.getString("architecture");
        Cohort cohort = Configuration.of(architecture, Series.ladder()).in(result);
        Measure range = range(row);
        Measure measure = ruler(range, ofBound);
        boolean isTop = range == Measure.TOP_RANGE;
        MeasuredRows.Row line =
            new MeasuredRows.Row(
                architecture,
                row.getNumber("share (%)") / 100,
                Sample.of(measure, List.of(cohort)),
                isTop ? 0 : MeasuredRows.NO_BASELINE,
                isTop ? "" : spread(cohort));
        if (isTop) {
          top.add(line);
        } else {
          MeasuredRows single = rows("Figure 2a", measure);
          single.add(line);
          alone.addAll(single.rows());
        }
      }
      compared.addAll(top.rows());
    }
    alone.addAll(compared);
    return alone;
  }

  private static Measure range(Row row) {
    return row.getNumber("to") == 1
        ? Measure.TOP_RANGE
        : row.getNumber("from") == 0 ? Measure.LOWEST_RANGE : Measure.MIDDLE_RANGES;
  }

  private static Measure ruler(Measure share, boolean ofBound) {
    return ofBound ? share.byCausalBound().orElseThrow() : share;
  }

  /**
   * Describes the entropies. If all heads have similar entropies, all are in the top range of the
   * largest head.
   */
  private static String spread(Cohort cohort) {
    Scale scale = Scale.SHARE;
    return "mean entropy %s of the causal bound; %s of its heads near it, %s near zero"
        .formatted(
            scale.value(cohort.mean(Measure.MEAN_ENTROPY)),
            scale.value(cohort.mean(Measure.NEAR_BOUND)),
            scale.value(cohort.mean(Measure.NEAR_ZERO)));
  }

  private static List<Counterpart> figure7(SweepResult result) {
    List<Counterpart> rows = new ArrayList<>(figure7(result, Measure.TOP_RANGE));
    rows.addAll(figure7(result, Measure.TOP_OF_BOUND));
    return rows;
  }

  private static List<Counterpart> figure7(SweepResult result, Measure measure) {
    MeasuredRows rows = rows("Figure 7", measure);
    for (Row row : Paper.figure7()) {
      double from = row.getNumber("gamma from");
      double to = row.getNumber("gamma to");
      List<Cohort> cohorts =
          Regime.GAMMAS.stream()
              .filter(gamma -> gamma >= from && gamma <= to)
              .map(gamma -> Configuration.of(gamma).in(result))
              .toList();
      String label =
          from == to
              ? String.format(Locale.ROOT, "gamma %.2f", from)
              : String.format(Locale.ROOT, "gamma %.2f to %.2f", from, to);
      rows.add(
          new MeasuredRows.Row(
              label,
              row.getNumber("heads in the top range (%)") / 100,
              Sample.of(measure, cohorts),
              0,
              ""));
    }
    return rows.rows();
  }

  private static Counterpart figure6(Row row, List<float[][]> thresholds, String whose) {
    String quantity = row.getString("quantity");
    double from = row.getNumber("from");
    double to = row.getNumber("to");
    String published = range(from, to);
    if (thresholds.isEmpty()) {
      return Counterpart.none("Figure 6", EREG, quantity, published, NO_THRESHOLDS);
    }
    double[] ours =
        thresholds.stream().flatMapToDouble(t -> DoubleStream.of(values(quantity, t))).toArray();
    double low = DoubleStream.of(ours).min().orElseThrow();
    double high = DoubleStream.of(ours).max().orElseThrow();
    boolean inside = low >= from && high <= to;
    boolean apart = high < from || low > to;
    return new Counterpart(
        "Figure 6",
        EREG,
        quantity,
        Counterpart.Kind.MEASURED,
        published,
        range(low, high),
        Double.NaN,
        Double.NaN,
        Counterpart.NO_INTERVAL,
        inside ? Direction.SAME : apart ? Direction.OTHER : Direction.OPEN,
        0,
        0,
        whose
            + (inside ? "within the published range" : apart ? "outside of it" : "partly outside"));
  }

  private static double[] values(String quantity, float[][] thresholds) {
    return switch (quantity) {
      case "threshold of a head" -> flat(thresholds);
      case "mean of a layer" -> Arrays.stream(thresholds).mapToDouble(FigureRows::mean).toArray();
      case "variance in a layer" ->
          Arrays.stream(thresholds).mapToDouble(FigureRows::variance).toArray();
      default -> throw new IllegalStateException("Figure 6 has a new row: " + quantity);
    };
  }

  private static double[] flat(float[][] values) {
    List<Double> all = new ArrayList<>();
    for (float[] layer : values) {
      for (float value : layer) {
        all.add((double) value);
      }
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double mean(float[] layer) {
    double sum = 0;
    for (float value : layer) {
      sum += value;
    }
    return sum / layer.length;
  }

  private static double variance(float[] layer) {
    double mean = mean(layer);
    double squares = 0;
    for (float value : layer) {
      squares += (value - mean) * (value - mean);
    }
    return squares / layer.length;
  }

  private static String range(double from, double to) {
    return String.format(Locale.ROOT, "%.3f to %.3f", from, to);
  }
}
