package org.entroscope.plot;

import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * Draws means over seeds against training steps, with a band for their confidence interval and one
 * colour per name.
 */
public final class BandCurves {

  private BandCurves() {}

  /**
   * Draws a table such as a sweep's {@code bands()}.
   *
   * @param bands a table with the columns name, step, mean, low, high, with ascending steps for
   *     each name; low and high may be missing, as with one seed; with unigram, bigram and trigram
   *     perplexities, these are drawn as yardsticks, and the axis is logarithmic
   * @param title the title above the figure
   * @param quantity the name of the quantity, with its unit
   * @throws IllegalArgumentException if a column is missing or there are no rows
   */
  public static Figure of(Table bands, String title, String quantity) {
    Map<String, List<Row>> byName = BandLines.byName(bands, "step");
    Yardsticks yardsticks = Yardsticks.of(bands);
    FigureBuilder figure = new FigureBuilder(title, yardsticks.after(BandLines.words(byName)));
    Panel panel = figure.panel();
    if (!yardsticks.isEmpty()) {
      DoubleSummaryStatistics range = range(byName.values());
      yardsticks.across(figure, panel, range.getMin(), range.getMax());
    }
    panel.label(Panel.Side.X, "step").label(Panel.Side.Y, quantity);
    StringBuilder text = new StringBuilder(figure.heading());
    Map<String, ModelStyle> styles = ModelStyle.of(byName.keySet());
    int index = 0;
    for (Map.Entry<String, List<Row>> one : byName.entrySet()) {
      ModelStyle style = styles.get(one.getKey());
      String group = "model " + index++;
      String hover = "step %{x}<br>%{y:.3f}<extra></extra>";
      BandLines.add(figure, 0, one.getKey(), one.getValue(), "step", style, group, hover);
      text.append(System.lineSeparator()).append(words(one.getKey(), one.getValue()));
    }
    figure.legendAbove().margin(64, 20 + yardsticks.width(), 110, 52);
    return figure.build(text.toString());
  }

  /** Returns the range of the means and of the ends of their intervals. */
  private static DoubleSummaryStatistics range(Collection<List<Row>> lines) {
    return lines.stream()
        .flatMap(List::stream)
        .flatMapToDouble(
            row -> Stream.of("mean", "low", "high").mapToDouble(column -> number(row, column)))
        .filter(value -> value > 0)
        .summaryStatistics();
  }

  private static double number(Row row, String column) {
    return row.isMissing(column) ? Double.NaN : row.getNumber(column);
  }

  private static String words(String name, List<Row> rows) {
    Row last = rows.get(rows.size() - 1);
    String interval =
        last.isMissing("low")
            ? ""
            : String.format(
                Locale.ROOT, " (%.3f to %.3f)", last.getNumber("low"), last.getNumber("high"));
    return String.format(
        Locale.ROOT,
        "%s: %.3f%s at step %.0f",
        name,
        last.getNumber("mean"),
        interval,
        last.getNumber("step"));
  }
}
