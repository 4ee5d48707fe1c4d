package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * Means against steps with a band for their interval, one colour a name: what several seeds have in
 * common, and where they part.
 */
public final class BandCurves {

  /** Bands of several models lie over each other. */
  private static final String OPACITY = "33";

  private BandCurves() {}

  /**
   * A figure of a table such as a sweep's {@code bands()}.
   *
   * @param bands the columns name, step, mean, low, high, in ascending steps for each name; low and
   *     high may be missing, as with one seed
   * @param title above the figure
   * @param quantity what the values are, with their unit
   * @throws IllegalArgumentException if a column or every row is missing
   */
  public static Figure of(Table bands, String title, String quantity) {
    for (String column : List.of("name", "step", "mean", "low", "high")) {
      if (!bands.containsColumn(column)) {
        throw new IllegalArgumentException(
            "bands need a column %s; they have %s".formatted(column, bands.columnNames()));
      }
    }
    Map<String, List<Row>> byName = new LinkedHashMap<>();
    for (int i = 0; i < bands.rowCount(); i++) {
      byName.computeIfAbsent(bands.getString(i, "name"), n -> new ArrayList<>()).add(bands.row(i));
    }
    if (byName.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw: the bands have no rows");
    }
    FigureBuilder figure = new FigureBuilder(title, "mean and 95% interval over seeds");
    Panel panel = figure.panel();
    panel.label(Panel.Side.X, "step").label(Panel.Side.Y, quantity);
    StringBuilder text = new StringBuilder(title);
    int index = 0;
    for (Map.Entry<String, List<Row>> one : byName.entrySet()) {
      String colour = Colours.named(index);
      String group = "model " + index++;
      double[] steps = column(one.getValue(), "step");
      double[] means = column(one.getValue(), "mean");
      figure.add(band(one.getValue(), colour, group));
      figure.add(
          Trace.line(one.getKey(), steps, means)
              .on(0)
              .colour(colour)
              .hover("step %{x}<br>%{y:.3f}<extra></extra>")
              .legend(group, true));
      text.append(System.lineSeparator()).append(words(one.getKey(), one.getValue()));
    }
    figure.legendAbove().margin(64, 20, 110, 52);
    return figure.build(text.toString());
  }

  /** One outline: along the upper ends, and back along the lower ones. */
  private static Trace band(List<Row> rows, String colour, String group) {
    List<Row> known = rows.stream().filter(row -> !row.isMissing("low")).toList();
    int n = known.size();
    double[] x = new double[2 * n];
    double[] y = new double[2 * n];
    for (int i = 0; i < n; i++) {
      x[i] = x[2 * n - 1 - i] = known.get(i).getNumber("step");
      y[i] = known.get(i).getNumber("high");
      y[2 * n - 1 - i] = known.get(i).getNumber("low");
    }
    Trace band = Trace.line("", x, y).on(0).legend(group, false);
    ObjectNode json = band.json;
    json.put("mode", "lines").put("fill", "toself").put("fillcolor", colour + OPACITY);
    json.put("hoverinfo", "skip").withObjectProperty("line").put("width", 0);
    return band;
  }

  private static double[] column(List<Row> rows, String name) {
    return rows.stream().mapToDouble(row -> row.getNumber(name)).toArray();
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
