package org.entroscope.plot;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.architecture.HasMetrics;
import org.entroscope.architecture.Named;
import tech.tablesaw.api.Table;

/**
 * Draws the norm of the gradient before clipping against steps, on a logarithmic axis, with one
 * colour per model. It shows instability that clipping hides from the loss.
 */
public final class GradientNorms {

  /** The name of the column of norms. */
  public static final String NORM = "gradientNorm";

  /**
   * If the largest norm exceeds the smallest by more than this factor, powers of ten suffice as
   * ticks.
   */
  private static final double FEW_POWERS = 1000;

  private GradientNorms() {}

  /** Draws several trainings. */
  public static Figure compare(HasMetrics... trained) {
    return of(Named.byName(List.of(trained), HasMetrics::metrics));
  }

  /**
   * Draws several trainings, in the order of the map.
   *
   * @param metrics tables with the columns step and gradientNorm; values that are not positive are
   *     left out, because they have no logarithm
   * @throws IllegalArgumentException if there is no training or a table has no column step
   */
  public static Figure of(Map<String, Table> metrics) {
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw: give at least one training");
    }
    Map<String, Series> norms = new LinkedHashMap<>();
    Map<String, Series> all = new LinkedHashMap<>();
    metrics.forEach((name, table) -> all.put(name, Series.of(name, table, NORM)));
    all.forEach((name, series) -> norms.put(name, series.positive()));
    String title = "Gradient norm during training";
    FigureBuilder figure =
        new FigureBuilder(title, "Norm over all weights together, before clipping");
    Panel panel = figure.panel().label(Panel.Side.X, "step");
    panel.label(Panel.Side.Y, "gradient norm");
    DoubleSummaryStatistics range =
        norms.values().stream()
            .flatMapToDouble(series -> Arrays.stream(series.values()))
            .summaryStatistics();
    if (range.getMax() > FEW_POWERS * range.getMin()) {
      panel.powersOfTen(Panel.Side.Y, range.getMin(), range.getMax());
    } else {
      panel.logarithmic(Panel.Side.Y, range.getMin(), range.getMax());
    }
    StringBuilder text = new StringBuilder(figure.heading());
    Map<String, ModelStyle> styles = ModelStyle.of(norms.keySet());
    int index = 0;
    for (Map.Entry<String, Series> one : norms.entrySet()) {
      Series thin = one.getValue().thinned();
      Trace line = Trace.line(one.getKey(), thin.steps(), thin.values()).on(0);
      styles.get(one.getKey()).on(line).hover("step %{x}<br>norm %{y:.3g}<extra></extra>");
      line.json.withObjectProperty("line").put("width", 1.5);
      figure.add(line.legend("model " + index++, true));
      text.append(System.lineSeparator()).append(one.getKey()).append(": ");
      text.append(words(one.getValue(), all.get(one.getKey())));
    }
    figure.legendAbove().margin(64, 20, 110, 52);
    return figure.build(text.toString());
  }

  private static String words(Series norms, Series all) {
    int left = all.values().length - norms.values().length;
    String without =
        left == 0
            ? ""
            : "%d of %d are left out because they are zero or infinite"
                .formatted(left, all.values().length);
    if (norms.isEmpty()) {
      return left == 0 ? "no gradient norms recorded" : without;
    }
    double[] sorted = Arrays.stream(norms.values()).sorted().toArray();
    return String.format(
            Locale.ROOT,
            "median %.3g, largest %.3g, last %.3g",
            sorted[sorted.length / 2],
            sorted[sorted.length - 1],
            norms.last())
        + (left == 0 ? "" : ", " + without);
  }
}
