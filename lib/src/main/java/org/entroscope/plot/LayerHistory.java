package org.entroscope.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.entroscope.architecture.Named;
import org.entroscope.statistics.HasHistory;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;

/**
 * Draws the mean of each layer's heads against training steps (Figure 5). It has one line per
 * layer, from dark for the first to light for the last, and a dotted line for the upper bound if
 * there is one. For entropies, this is the causal bound.
 */
public final class LayerHistory {

  private static final int PANEL_HEIGHT = 240;
  private static final int GAP = 86;

  private LayerHistory() {}

  /** Draws one training. */
  public static Figure of(HeadHistory history) {
    return of(title(List.of(history)), history);
  }

  /** Draws one training with a title, for example its name. */
  public static Figure of(String title, HeadHistory history) {
    return figure(title, Map.of("", history));
  }

  /**
   * Draws a statistic that a training recorded, such as {@code "sink mass"}.
   *
   * @throws IllegalArgumentException if it was not recorded; the message lists the recorded
   *     statistics
   */
  public static Figure of(HasHistory trained, String statistic) {
    return of(trained.name(), trained.history(statistic));
  }

  /** Draws the entropies of several trainings, one panel each, on the same scale. */
  public static Figure compare(HasHistory... trained) {
    return compare(Named.byName(List.of(trained), HasHistory::history));
  }

  /**
   * Draws a statistic of several trainings, one panel each, on the same scale.
   *
   * @throws IllegalArgumentException if a training did not record the statistic
   */
  public static Figure compare(String statistic, HasHistory... trained) {
    return compare(statistic, List.of(trained));
  }

  /** Draws a statistic of several trainings, for example of a sweep's {@code runs()}. */
  public static Figure compare(String statistic, List<? extends HasHistory> trained) {
    return compare(Named.byName(trained, each -> each.history(statistic)));
  }

  /**
   * Draws several trainings, one panel each, on the same scale, in the order of the map.
   *
   * @throws IllegalArgumentException if the map is empty or the trainings show different statistics
   */
  public static Figure compare(Map<String, HeadHistory> histories) {
    if (histories.isEmpty()) {
      throw new IllegalArgumentException("nothing to compare: give at least one training");
    }
    return figure(title(histories.values()), new LinkedHashMap<>(histories));
  }

  private static String title(Collection<HeadHistory> histories) {
    return "Layerwise mean " + scale(histories).quantity().name();
  }

  private static Figure figure(String title, Map<String, HeadHistory> histories) {
    int columns = histories.size() == 1 ? 1 : 2;
    int rows = (histories.size() + columns - 1) / columns;
    boolean named = !histories.containsKey("");
    HeadScale scale = scale(histories.values());
    HeadQuantity quantity = scale.quantity();
    FigureBuilder figure =
        new FigureBuilder(
            title, "Mean " + quantity.name() + " of each layer's heads during training");
    figure.margin(64, 20, named ? 94 : 78, 52);
    int layers =
        histories.values().stream()
            .mapToInt(history -> history.isEmpty() ? 0 : history.last().layers())
            .max()
            .orElse(0);
    // one column of names without a scroll bar, as narrow as possible
    figure.layout().withObjectProperty("legend").put("tracegroupgap", 0);
    int panelHeight = Math.max(PANEL_HEIGHT, rows == 1 ? 20 * layers + 20 : 0);
    double plotHeight = rows * panelHeight + (rows - 1) * GAP;
    double span = scale.high() - scale.low();
    double bottom = Double.isFinite(quantity.lower()) ? scale.low() : scale.low() - 0.1 * span;
    TreeSet<Integer> inLegend = new TreeSet<>();
    StringBuilder text = new StringBuilder(figure.heading());
    int index = 0;
    for (Map.Entry<String, HeadHistory> entry : histories.entrySet()) {
      Panel panel = figure.panel().title(entry.getKey());
      panel.place(index % columns, columns, 0.1, index / columns, rows, GAP / plotHeight);
      panel.label(Panel.Side.X, "step");
      panel.range(Panel.Side.Y, bottom, scale.high() + 0.1 * span);
      if (index % columns == 0) {
        panel.label(Panel.Side.Y, quantity.label());
      }
      lines(figure, index, entry.getValue(), scale, inLegend);
      text.append(System.lineSeparator()).append(words(entry.getKey(), entry.getValue()));
      index++;
    }
    return figure.height((int) plotHeight + (named ? 150 : 136)).build(text.toString());
  }

  /** Returns the scale of the layer means, which are closer together than the values of heads. */
  private static HeadScale scale(Collection<HeadHistory> histories) {
    List<HeadValues> means = new ArrayList<>();
    for (HeadHistory history : histories) {
      for (HeadValues map : history.maps()) {
        float[][] layers = new float[map.layers()][1];
        double[] all = map.layerMeans();
        for (int layer = 0; layer < layers.length; layer++) {
          layers[layer][0] = (float) all[layer];
        }
        means.add(new HeadValues(map.quantity(), layers, map.context()));
      }
    }
    return means.isEmpty()
        ? new HeadScale(new HeadQuantity(HeadQuantity.ENTROPY, "nats", 0, Double.NaN), 0, 1, "")
        : HeadScale.of(means);
  }

  private static void lines(
      FigureBuilder figure,
      int index,
      HeadHistory history,
      HeadScale scale,
      TreeSet<Integer> inLegend) {
    double[] steps = Arrays.stream(history.steps()).asDoubleStream().toArray();
    double[][] means = history.layerMeans();
    for (int layer = 0; layer < means.length; layer++) {
      Trace line = Trace.line("layer " + layer, steps, means[layer]).on(index);
      line.colour(Colours.ordered(layer, means.length));
      line.legend("layer " + layer, inLegend.add(layer));
      String value = "mean " + scale.hover("y");
      line.hover("layer " + layer + ", step %{x}<br>" + value + "<extra></extra>");
      figure.add(line);
    }
    if (!history.isEmpty() && Double.isFinite(history.last().quantity().upper())) {
      HeadQuantity quantity = history.last().quantity();
      String bound = String.format(Locale.ROOT, " %.2f", quantity.upper());
      figure.level(index, quantity.upper(), quantity.upperName() + bound);
    }
  }

  private static String words(String name, HeadHistory history) {
    StringBuilder words = new StringBuilder(name);
    if (history.isEmpty()) {
      return words.append(name.isEmpty() ? "" : ": ").append("nothing recorded").toString();
    }
    words.append(name.isEmpty() ? "" : System.lineSeparator()).append("   step |");
    for (int layer = 0; layer < history.last().layers(); layer++) {
      words.append(String.format("%6s", "L" + layer));
    }
    int shown = Math.min(8, history.size());
    for (int row = 0; row < shown; row++) {
      int i = shown == 1 ? 0 : Math.round((float) row * (history.size() - 1) / (shown - 1));
      words.append(String.format("%n%7d |", history.steps()[i]));
      for (double mean : history.map(i).layerMeans()) {
        words.append("%6s".formatted(NumberText.inCell(mean, 2)));
      }
    }
    return words.toString();
  }
}
