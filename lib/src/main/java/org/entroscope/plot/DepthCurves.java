package org.entroscope.plot;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.statistics.HeadQuantity;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * The mean of each layer's heads at the end of training against depth, with a band for its interval
 * over seeds: Figure 5's last column of points for many models at once. For entropies 100% is the
 * causal bound, where a head attends to everything alike; 0% a head that sees one token.
 */
public final class DepthCurves {

  private DepthCurves() {}

  /** Models without an order, such as architectures; see {@link #ordered}. */
  public static Figure of(Table layers) {
    return figure(layers, false);
  }

  /**
   * Models with an order, such as tolerances: dark for the first, light for the last.
   *
   * @param layers a sweep's {@code layers()} or {@code layers(statistic)}: the columns name, layer,
   *     mean, low, high, in ascending layers for each name; low and high may be missing, as with
   *     one seed; and statistic and measure, without which the means are shares of the causal bound
   * @throws IllegalArgumentException if a column or every row is missing
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
    String what = shares ? "layer means, " + measure : "layer means";
    FigureBuilder figure = new FigureBuilder(title, what + "; " + BandLines.words(byName));
    Panel panel = figure.panel();
    panel.label(Panel.Side.X, "layer").label(Panel.Side.Y, measure);
    if (shares) {
      panel.percent(Panel.Side.Y).range(Panel.Side.Y, -0.03, 1.12);
    }
    int most = byName.values().stream().mapToInt(List::size).max().orElse(1);
    panel.wholeNumbers(Panel.Side.X, most);
    StringBuilder text = new StringBuilder(figure.heading());
    int index = 0;
    for (Map.Entry<String, List<Row>> one : byName.entrySet()) {
      String colour = ordered ? Colours.ordered(index, byName.size()) : Colours.named(index);
      String value = shares ? "%{y:.1%}, " : "%{y:.4~g}, ";
      String hover = "layer %{x}<br>" + value + Json.template(measure) + "<extra></extra>";
      BandLines.add(
          figure, one.getKey(), one.getValue(), "layer", colour, "model " + index++, hover);
      text.append(System.lineSeparator()).append(one.getKey()).append(':');
      for (Row row : one.getValue()) {
        double mean = row.getNumber("mean");
        text.append(' ').append(shares ? NumberText.percent(mean) : NumberText.of((float) mean));
      }
    }
    if (shares) {
      String formula = statistic.equals(HeadQuantity.ENTROPY) ? " ln(T!)/T" : "";
      figure.level(0, 1, measure.substring("share of the ".length()) + formula);
    }
    // beside the lines, from top to bottom, names of any length have room
    figure.layout().withObjectProperty("legend").put("tracegroupgap", 0);
    return figure.height(400).build(text.toString());
  }

  private static String text(Table table, String column, String otherwise) {
    return table.containsColumn(column) && !table.isEmpty()
        ? table.getString(0, column)
        : otherwise;
  }
}
