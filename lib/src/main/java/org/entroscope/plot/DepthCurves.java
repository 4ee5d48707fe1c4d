package org.entroscope.plot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.statistics.HeadQuantity;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * Draws the mean of each layer's heads at the end of training against depth, with a band for its
 * interval over seeds. It shows the last points of Figure 5 for many models at once. For entropies,
 * 100% is the causal bound, where a head attends to all tokens equally, and 0% is a head that
 * attends to a single token.
 */
public final class DepthCurves {

  /**
   * With more models than this, the bands would overlap too much, so each model has its own panel.
   */
  private static final int MOST_IN_A_PANEL = 4;

  private static final int COLUMNS = 3;

  /** The height of a row of panels with its gap, in pixels. */
  private static final int ROW = 150;

  private static final int GAP = 56;

  private DepthCurves() {}

  /** Draws models that have no order, such as architectures; see {@link #ordered}. */
  public static Figure of(Table layers) {
    return figure(layers, false);
  }

  /**
   * Draws models that have an order, such as tolerances, from dark for the first to light for the
   * last.
   *
   * @param layers a sweep's {@code layers()} or {@code layers(statistic)}. It has the columns name,
   *     layer, mean, low, high, with ascending layers for each name; low and high may be missing,
   *     as with one seed. The columns statistic and measure are optional; without them, the means
   *     are shares of the causal bound.
   * @throws IllegalArgumentException if a column is missing or there are no rows
   */
  public static Figure ordered(Table layers) {
    return figure(layers, true);
  }

  private static Figure figure(Table layers, boolean ordered) {
    Map<String, List<Row>> byName = BandLines.byName(layers, "layer");
    String statistic = text(layers, "statistic", HeadQuantity.ENTROPY);
    String measure = text(layers, "measure", "share of the causal bound");
    boolean shares = measure.startsWith("share of the ");
    String title =
        statistic.substring(0, 1).toUpperCase(Locale.ROOT)
            + statistic.substring(1)
            + " against depth";
    String what = shares ? "Mean of each layer, as a " + measure : "Mean of each layer";
    FigureBuilder figure = new FigureBuilder(title, what + ". " + BandLines.words(byName));
    Map<String, ModelStyle> styles = ordered ? ordered(byName) : ModelStyle.of(byName.keySet());
    int columns = byName.size() > MOST_IN_A_PANEL ? COLUMNS : 1;
    int panels = columns == 1 ? 1 : byName.size();
    int rows = (panels + columns - 1) / columns;
    int height = rows == 1 ? 270 : rows * ROW + (rows - 1) * GAP;
    int most = byName.values().stream().mapToInt(List::size).max().orElse(1);
    for (int i = 0; i < panels; i++) {
      Panel panel =
          figure
              .panel()
              .place(i % columns, columns, 0.075, i / columns, rows, (double) GAP / height);
      panel.wholeNumbers(Panel.Side.X, most, columns == 1 ? 24 : 12);
      if (shares) {
        panel.percent(Panel.Side.Y).range(Panel.Side.Y, -0.03, 1.12);
      }
      if (i + columns >= panels) {
        panel.label(Panel.Side.X, "layer");
      }
      if (i % columns == 0) {
        panel.label(Panel.Side.Y, rows == 1 ? measure : measure.replace("share of the ", "of "));
      }
      if (panels > 1) {
        String own = List.copyOf(byName.keySet()).get(i);
        panel.title(own);
        byName.forEach((name, line) -> others(figure, panel.index(), line, !name.equals(own)));
      }
      if (shares && i == 0) {
        String formula = statistic.equals(HeadQuantity.ENTROPY) ? " ln(T!)/T" : "";
        String words = measure.substring("share of the ".length()) + formula;
        figure.level(0, 1, panels == 1 ? words : "bound");
      } else if (shares) {
        figure.level(i, 1, "");
      }
    }
    StringBuilder text = new StringBuilder(figure.heading());
    int index = 0;
    for (Map.Entry<String, List<Row>> one : byName.entrySet()) {
      String value = shares ? "%{y:.1%}, " : "%{y:.4~g}, ";
      String hover = "layer %{x}<br>" + value + Json.template(measure) + "<extra></extra>";
      BandLines.add(
          figure,
          panels == 1 ? 0 : index,
          one.getKey(),
          one.getValue(),
          "layer",
          styles.get(one.getKey()),
          "model " + index++,
          hover);
      text.append(System.lineSeparator()).append(one.getKey()).append(':');
      for (Row row : one.getValue()) {
        double mean = row.getNumber("mean");
        text.append(' ').append(shares ? NumberText.percent(mean) : NumberText.of((float) mean));
      }
    }
    if (panels > 1) {
      figure.layout().put("showlegend", false);
      return figure.margin(64, 20, 94, 52).height(height + 146).build(text.toString());
    }
    // a legend beside the lines, from top to bottom, has room for names of any length
    figure.layout().withObjectProperty("legend").put("tracegroupgap", 0);
    return figure.height(400).build(text.toString());
  }

  /** Returns styles from dark for the first name to light for the last. */
  private static Map<String, ModelStyle> ordered(Map<String, List<Row>> byName) {
    Map<String, ModelStyle> styles = new LinkedHashMap<>();
    for (String name : byName.keySet()) {
      styles.put(name, new ModelStyle(Colours.ordered(styles.size(), byName.size()), "solid"));
    }
    return styles;
  }

  /** Adds the lines of other models, thin and grey, so that each panel can be compared with all. */
  private static void others(FigureBuilder figure, int panel, List<Row> rows, boolean other) {
    if (other) {
      double[] layers = rows.stream().mapToDouble(row -> row.getNumber("layer")).toArray();
      double[] means = rows.stream().mapToDouble(row -> row.getNumber("mean")).toArray();
      Trace line = Trace.line("", layers, means).on(panel).colour(Colours.FAINT);
      line.json.put("mode", "lines").put("hoverinfo", "skip").put("showlegend", false);
      line.json.withObjectProperty("line").put("width", 1);
      figure.add(line);
    }
  }

  private static String text(Table table, String column, String otherwise) {
    return table.containsColumn(column) && !table.isEmpty()
        ? table.getString(0, column)
        : otherwise;
  }
}
