package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.entroscope.statistics.LearnedValues;

/**
 * Draws a learned value of each head (Figure 6), with one row per layer and one column per head.
 */
public final class LearnedMap {

  /** With more heads than this, the numbers in the cells would overlap. */
  private static final int MOST_WRITTEN = 14;

  private LearnedMap() {}

  /** Draws thresholds or temperatures. */
  public static Figure of(LearnedValues learned) {
    float[][] values = learned.values();
    DoubleSummaryStatistics range = learned.summary();
    String words = learned.meaning() + "; " + words(range, values.length * values[0].length);
    double low = range.getCount() == 0 ? 0 : range.getMin();
    double high = range.getCount() == 0 ? 1 : range.getMax();
    if (high - low < 1e-6) { // all values are equal: one colour, in the middle of the scale
      low -= 0.05;
      high += 0.05;
    }
    String title = "Learned %ss of %s".formatted(learned.quantity(), learned.name());
    FigureBuilder figure = new FigureBuilder(title, words);
    Panel panel = figure.panel();
    panel.cells(Panel.Side.X, values[0].length).cells(Panel.Side.Y, values.length);
    panel.label(Panel.Side.X, "head").label(Panel.Side.Y, "layer");
    Trace cells = Trace.heatMap(values).on(0);
    cells.json.put("xgap", 1).put("ygap", 1);
    cells.hover("layer %{y}, head %{x}<br>%{z:.4f}<extra></extra>");
    figure.add(cells);
    if (values[0].length <= MOST_WRITTEN) {
      figure.add(numbers(values, low, high).on(0));
    }
    ArrayNode none = Json.array();
    figure.colours(low, high, learned.quantity(), none, none);
    int height = Math.max(130, Math.min(30, 220 / values.length + 12) * values.length);
    return figure.height(height + 130).build(learned.toString());
  }

  private static String words(DoubleSummaryStatistics range, int heads) {
    if (range.getCount() == 0) {
      return "no finite value";
    }
    String words =
        String.format(
            Locale.ROOT,
            "from %.3f to %.3f, mean %.3f",
            range.getMin(),
            range.getMax(),
            range.getAverage());
    long others = heads - range.getCount();
    return others == 0 ? words : words + "; %d of %d not finite".formatted(others, heads);
  }

  private static Trace numbers(float[][] values, double low, double high) {
    int heads = values[0].length;
    int n = values.length * heads;
    double[] x = new double[n];
    double[] y = new double[n];
    List<String> words = new ArrayList<>(n);
    List<String> colours = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      x[i] = i % heads;
      y[i] = i / heads;
      float value = values[i / heads][i % heads];
      boolean finite = Float.isFinite(value);
      words.add(NumberText.inCell(value, 3));
      colours.add(finite ? Colours.textOn((value - low) / (high - low)) : Colours.MUTED);
    }
    Trace numbers = Trace.words(x, y, words, colours);
    numbers.json.withObjectProperty("textfont").put("size", 10);
    return numbers;
  }
}
