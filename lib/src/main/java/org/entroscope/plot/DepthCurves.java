package org.entroscope.plot;

import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * Mean entropy of each layer at the end of training against depth, with a band for its interval
 * over seeds: Figure 5's last column of points for many models at once. 100% is the causal bound,
 * where a head attends to everything alike; 0% a head that sees one token.
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
   * @param layers a sweep's {@code layers()}: the columns name, layer, mean, low, high, in
   *     ascending layers for each name; low and high may be missing, as with one seed
   * @throws IllegalArgumentException if a column or every row is missing
   */
  public static Figure ordered(Table layers) {
    return figure(layers, true);
  }

  private static Figure figure(Table layers, boolean ordered) {
    Map<String, List<Row>> byName = BandLines.byName(layers, "layer");
    String title = "Entropy against depth";
    FigureBuilder figure =
        new FigureBuilder(
            title, "layer means as shares of the causal bound; mean and 95% interval over seeds");
    Panel panel = figure.panel();
    panel.label(Panel.Side.X, "layer").label(Panel.Side.Y, "share of the causal bound");
    panel.percent(Panel.Side.Y).range(Panel.Side.Y, -0.03, 1.12);
    int most = byName.values().stream().mapToInt(List::size).max().orElse(1);
    panel.wholeNumbers(Panel.Side.X, most);
    StringBuilder text = new StringBuilder(figure.heading());
    int index = 0;
    for (Map.Entry<String, List<Row>> one : byName.entrySet()) {
      String colour = ordered ? Colours.ordered(index, byName.size()) : Colours.named(index);
      String hover = "layer %{x}<br>%{y:.1%} of the causal bound<extra></extra>";
      BandLines.add(
          figure, one.getKey(), one.getValue(), "layer", colour, "model " + index++, hover);
      text.append(System.lineSeparator()).append(one.getKey()).append(':');
      for (Row row : one.getValue()) {
        text.append(' ').append(NumberText.percent(row.getNumber("mean")));
      }
    }
    figure.level(0, 1, "causal bound ln(T!)/T");
    // beside the lines, from top to bottom, names of any length have room
    figure.layout().withObjectProperty("legend").put("tracegroupgap", 0);
    return figure.height(400).build(text.toString());
  }
}
