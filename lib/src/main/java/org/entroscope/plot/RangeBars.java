package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadQuantity;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * Draws the shares of heads in the four ranges of their entropy, or of another statistic, over
 * seeds (Figure 2a with intervals). There is one panel per range, from the lowest to the top range,
 * and each has one bar per model. The colours are those of {@link HeatMap}.
 */
public final class RangeBars {

  private static final int ROW = 26;
  private static final int FRAME = 138;
  private static final double GAP = 0.025;

  /** The start of the axis, which leaves a gap between the names and the bars. */
  private static final double START = -0.06;

  /**
   * The end of the axis, which leaves room for a number to the right of a full bar and its
   * interval.
   */
  private static final double END = 1.42;

  private RangeBars() {}

  /**
   * Draws a table such as a sweep's {@code ranges(statistic, reference)}.
   *
   * @param ranges a table with the columns name, range, mean, low, high; low and high may be
   *     missing, as with one seed. The column statistic is optional; without it, the ranges are of
   *     entropies.
   * @param reference the meaning of {@code max} in the ranges
   * @throws IllegalArgumentException if a column is missing or there are no rows
   */
  public static Figure of(Table ranges, HeadDistribution.Reference reference) {
    for (String column : List.of("name", "range", "mean", "low", "high")) {
      if (!ranges.containsColumn(column)) {
        throw new IllegalArgumentException(
            "ranges need a column %s; they have %s".formatted(column, ranges.columnNames()));
      }
    }
    Map<String, List<Row>> byRange = new LinkedHashMap<>();
    List<String> names = List.copyOf(new LinkedHashSet<>(ranges.stringColumn("name").asList()));
    for (int i = 0; i < ranges.rowCount(); i++) {
      byRange
          .computeIfAbsent(ranges.getString(i, "range"), range -> new ArrayList<>())
          .add(ranges.row(i));
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw: the ranges have no rows");
    }
    String statistic =
        ranges.containsColumn("statistic")
            ? ranges.getString(0, "statistic")
            : HeadQuantity.ENTROPY;
    boolean aboveMin = byRange.containsKey(HeadDistribution.RANGES_ABOVE_MIN.get(0));
    double lower = aboveMin ? Double.NaN : 0;
    HeadQuantity quantity = new HeadQuantity(statistic, "", lower, Double.NaN);
    String title = "Shares of heads by %s range".formatted(statistic);
    FigureBuilder figure = new FigureBuilder(title, HeadBars.words(quantity, reference));
    StringBuilder text = new StringBuilder(title + ", max = " + reference.of(quantity));
    int index = 0;
    for (Map.Entry<String, List<Row>> one : byRange.entrySet()) {
      Panel panel = figure.panel().rows(names).place(index, byRange.size(), GAP, 0, 1, 0);
      panel.range(Panel.Side.X, START, END).shares(Panel.Side.X);
      if (index > 0) {
        panel.withoutNames();
      }
      String x = Panel.axis("x", index) + " domain";
      String y = Panel.axis("y", index) + " domain";
      figure.note(x, y, 0, 1, one.getKey(), "left", "bottom", 11);
      text.append(System.lineSeparator()).append(one.getKey());
      String colour = Colours.at((index + 0.5) / byRange.size());
      add(figure, index, one.getValue(), names, colour, text);
      index++;
    }
    figure.margin(64, 20, 92, 36);
    return figure.height(FRAME + ROW * names.size()).build(text.toString());
  }

  private static void add(
      FigureBuilder figure,
      int index,
      List<Row> rows,
      List<String> names,
      String colour,
      StringBuilder text) {
    int n = rows.size();
    double[] places = new double[n];
    double[] means = new double[n];
    double[] above = new double[n];
    double[] below = new double[n];
    double[] ends = new double[n];
    List<String> words = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Row row = rows.get(i);
      boolean known = !row.isMissing("low");
      places[i] = names.indexOf(row.getString("name"));
      means[i] = row.getNumber("mean");
      above[i] = known ? row.getNumber("high") - means[i] : Double.NaN; // draws nothing
      below[i] = known ? means[i] - row.getNumber("low") : Double.NaN;
      ends[i] = means[i] + (known ? above[i] : 0) + 0.04;
      words.add(NumberText.percent(means[i]));
      text.append("; ").append(row.getString("name")).append(' ').append(words.get(i));
    }
    Trace bars = Trace.across(means, places).on(index).colour(colour);
    bars.json.put("showlegend", false).put("width", 0.62);
    ObjectNode interval = bars.json.withObjectProperty("error_x");
    interval.put("type", "data").put("symmetric", false).put("thickness", 1.5).put("width", 3);
    interval.put("color", Colours.MUTED);
    interval.set("array", Json.numbers(above));
    interval.set("arrayminus", Json.numbers(below));
    figure.add(bars.hover("%{x:.1%} of the heads<extra></extra>"));
    Trace numbers = Trace.words(ends, places, words, List.of()).on(index);
    numbers.json.put("textposition", "middle right");
    numbers.json.putObject("textfont").put("size", 11);
    figure.add(numbers);
  }
}
