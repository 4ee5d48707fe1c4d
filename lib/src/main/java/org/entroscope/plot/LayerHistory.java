package org.entroscope.plot;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.entroscope.architecture.Named;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HasHistory;
import org.entroscope.statistics.HeadHistory;

/**
 * The mean entropy of each layer against training steps, as in Figure 5: one line a layer, dark for
 * the first and light for the last, under the dotted causal bound.
 */
public final class LayerHistory {

  private static final int PANEL_HEIGHT = 240;
  private static final int GAP = 86;

  private LayerHistory() {}

  /** One training. */
  public static Figure of(HeadHistory history) {
    return of("Layerwise mean entropy", history);
  }

  /** One training, with its name as title. */
  public static Figure of(String title, HeadHistory history) {
    return figure(title, Map.of("", history));
  }

  /** Several trainings, one panel each, on the same scale. */
  public static Figure compare(HasHistory... trained) {
    return compare(Named.byName(List.of(trained), HasHistory::history));
  }

  /**
   * Several trainings, one panel each, on the same scale, in the map's order.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Figure compare(Map<String, HeadHistory> histories) {
    if (histories.isEmpty()) {
      throw new IllegalArgumentException("nothing to compare: give at least one training");
    }
    return figure("Layerwise mean entropy", new LinkedHashMap<>(histories));
  }

  private static Figure figure(String title, Map<String, HeadHistory> histories) {
    int columns = histories.size() == 1 ? 1 : 2;
    int rows = (histories.size() + columns - 1) / columns;
    boolean named = !histories.containsKey("");
    FigureBuilder figure =
        new FigureBuilder(title, "mean over the heads of a layer, in nats, while training");
    figure.margin(64, 20, named ? 94 : 78, 52);
    int layers =
        histories.values().stream()
            .mapToInt(history -> history.isEmpty() ? 0 : history.last().layers())
            .max()
            .orElse(0);
    // one column of names, without a scroll bar, in as little room as they need
    figure.layout().withObjectProperty("legend").put("tracegroupgap", 0);
    int panelHeight = Math.max(PANEL_HEIGHT, rows == 1 ? 20 * layers + 20 : 0);
    double plotHeight = rows * panelHeight + (rows - 1) * GAP;
    double top = histories.values().stream().mapToDouble(LayerHistory::top).max().orElse(1);
    TreeSet<Integer> inLegend = new TreeSet<>();
    StringBuilder text = new StringBuilder(figure.heading());
    int index = 0;
    for (Map.Entry<String, HeadHistory> entry : histories.entrySet()) {
      Panel panel = figure.panel().title(entry.getKey());
      panel.place(index % columns, columns, 0.1, index / columns, rows, GAP / plotHeight);
      panel.label(Panel.Side.X, "step").range(Panel.Side.Y, 0, 1.1 * top);
      if (index % columns == 0) {
        panel.label(Panel.Side.Y, "entropy (nats)");
      }
      lines(figure, index, entry.getValue(), inLegend);
      text.append(System.lineSeparator()).append(words(entry.getKey(), entry.getValue()));
      index++;
    }
    return figure.height((int) plotHeight + (named ? 150 : 136)).build(text.toString());
  }

  private static double top(HeadHistory history) {
    double highest =
        Arrays.stream(history.layerMeans())
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    return Math.max(highest, history.isEmpty() ? 1 : EntropyBound.causal(history.last().context()));
  }

  private static void lines(
      FigureBuilder figure, int index, HeadHistory history, TreeSet<Integer> inLegend) {
    double[] steps = Arrays.stream(history.steps()).asDoubleStream().toArray();
    double[][] means = history.layerMeans();
    for (int layer = 0; layer < means.length; layer++) {
      Trace line = Trace.line("layer " + layer, steps, means[layer]).on(index);
      line.colour(Colours.ordered(layer, means.length));
      line.legend("layer " + layer, inLegend.add(layer));
      line.hover("layer " + layer + ", step %{x}<br>mean entropy %{y:.3f} nats<extra></extra>");
      figure.add(line);
    }
    if (!history.isEmpty()) {
      double bound = EntropyBound.causal(history.last().context());
      figure.level(index, bound, String.format(Locale.ROOT, "causal bound %.2f", bound));
    }
  }

  private static String words(String name, HeadHistory history) {
    StringBuilder words = new StringBuilder(name);
    if (history.isEmpty()) {
      return words.append(name.isEmpty() ? "" : ": ").append("no entropies recorded").toString();
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
        words.append(String.format(Locale.ROOT, "%6.2f", mean));
      }
    }
    return words.toString();
  }
}
