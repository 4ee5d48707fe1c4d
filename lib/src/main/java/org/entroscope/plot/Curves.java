package org.entroscope.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/** Draws one column of a table against another, with one line for each name in a third column. */
public final class Curves {

  private Curves() {}

  /**
   * Draws a figure with linear axes.
   *
   * @param title the title above the figure
   * @param table the table whose rows are the points of the lines, in their order
   * @param x the name of a number column, which is also the label of the x axis
   * @param y the name of a number column, which is also the label of the y axis
   * @param names the name of a text column, with one line for each text; none for a single line
   * @throws IllegalArgumentException if a column is missing or there are no rows
   */
  public static Figure of(String title, Table table, String x, String y, String... names) {
    return figure(title, table, x, y, false, names);
  }

  /**
   * Draws a figure with a logarithmic x axis.
   *
   * @throws IllegalArgumentException if {@link #of} would throw it, or if an x value is not
   *     positive
   */
  public static Figure logarithmic(String title, Table table, String x, String y, String... names) {
    return figure(title, table, x, y, true, names);
  }

  private static Figure figure(
      String title, Table table, String x, String y, boolean logarithmic, String... names) {
    List<String> wanted = new ArrayList<>(List.of(x, y));
    wanted.addAll(List.of(names));
    for (String column : wanted) {
      if (!table.containsColumn(column)) {
        throw new IllegalArgumentException(
            "the table has no column %s; it has %s".formatted(column, table.columnNames()));
      }
    }
    if (table.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw: the table has no rows");
    }
    double[] across = table.numberColumn(x).asDoubleArray();
    double[] up = table.numberColumn(y).asDoubleArray();
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    for (int i = 0; i < table.rowCount(); i++) {
      if (logarithmic && !(across[i] > 0)) {
        throw new IllegalArgumentException(
            "a logarithmic axis needs positive values, and %s in row %d is %s"
                .formatted(x, i, across[i]));
      }
      String name = names.length == 0 ? "" : table.getString(i, names[0]);
      rows.computeIfAbsent(name, n -> new ArrayList<>()).add(i);
    }
    FigureBuilder figure = new FigureBuilder(title, "");
    Panel panel = figure.panel().label(Panel.Side.X, x).label(Panel.Side.Y, y);
    if (logarithmic) {
      double low = IntStream.range(0, across.length).mapToDouble(i -> across[i]).min().orElse(1);
      double high = IntStream.range(0, across.length).mapToDouble(i -> across[i]).max().orElse(1);
      panel.wide(Panel.Side.X, low, high);
    }
    Map<String, ModelStyle> styles = ModelStyle.of(rows.keySet());
    StringBuilder text = new StringBuilder(title);
    rows.forEach(
        (name, own) -> {
          double[] ownX = own.stream().mapToDouble(i -> across[i]).toArray();
          double[] ownY = own.stream().mapToDouble(i -> up[i]).toArray();
          Trace line = styles.get(name).on(Trace.line(name, ownX, ownY).on(0));
          line.json.put("showlegend", !name.isEmpty());
          figure.add(line.hover("%{x:.4~g}<br>%{y:.4~g}<extra></extra>"));
          text.append(words(name, ownX, ownY));
        });
    if (names.length > 0) {
      figure.legendAbove().margin(64, 20, 92, 52);
    }
    return figure.build(text.toString());
  }

  private static String words(String name, double[] x, double[] y) {
    int last = x.length - 1;
    return String.format(
        Locale.ROOT,
        "%n%s%s at %s, %s at %s",
        name.isEmpty() ? "" : name + ": ",
        NumberText.of((float) y[0]),
        NumberText.of((float) x[0]),
        NumberText.of((float) y[last]),
        NumberText.of((float) x[last]));
  }
}
