package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** Draws lines of means with a band for their interval. */
final class BandLines {

  /** The opacity of a band, because the bands of several models overlap. */
  private static final String OPACITY = "33";

  private BandLines() {}

  /**
   * Groups the rows of a table by the column name, in the order of the table.
   *
   * @param at the column of x values: "step" or "layer"
   * @throws IllegalArgumentException if a column is missing or there are no rows
   */
  static Map<String, List<Row>> byName(Table bands, String at) {
    for (String column : List.of("name", at, "mean", "low", "high")) {
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
    return byName;
  }

  /** Returns a subtitle that explains lines and bands. A single seed has no interval. */
  static String words(Map<String, List<Row>> byName) {
    long with = byName.values().stream().filter(BandLines::hasBand).count();
    if (with == 0) {
      return "One seed per model, so there is no interval";
    }
    String both = "Lines and bands: mean over seeds with its 95% confidence interval";
    return with == byName.size() ? both : both + ". A line without a band is a single seed";
  }

  private static boolean hasBand(List<Row> rows) {
    return rows.stream().anyMatch(row -> !row.isMissing("low"));
  }

  /**
   * Adds a line and its band to a panel.
   *
   * @param rows the rows of one name, in ascending order of {@code at}
   * @param group the group of traces that the legend switches together
   * @param hover the hover text, a Plotly template
   */
  static void add(
      FigureBuilder figure,
      int panel,
      String name,
      List<Row> rows,
      String at,
      ModelStyle style,
      String group,
      String hover) {
    double[] places = rows.stream().mapToDouble(row -> row.getNumber(at)).toArray();
    double[] means = rows.stream().mapToDouble(row -> row.getNumber("mean")).toArray();
    if (hasBand(rows)) {
      figure.add(band(rows, at, style.colour(), group).on(panel));
    }
    Trace line = style.on(Trace.line(name, places, means).on(panel));
    figure.add(line.hover(hover).legend(group, true));
  }

  /** Creates the outline of a band: along the upper ends and back along the lower ends. */
  private static Trace band(List<Row> rows, String at, String colour, String group) {
    List<Row> known = rows.stream().filter(row -> !row.isMissing("low")).toList();
    int n = known.size();
    double[] x = new double[2 * n];
    double[] y = new double[2 * n];
    for (int i = 0; i < n; i++) {
      x[i] = x[2 * n - 1 - i] = known.get(i).getNumber(at);
      y[i] = known.get(i).getNumber("high");
      y[2 * n - 1 - i] = known.get(i).getNumber("low");
    }
    Trace band = Trace.line("", x, y).legend(group, false);
    ObjectNode json = band.json;
    json.put("mode", "lines").put("fill", "toself").put("fillcolor", colour + OPACITY);
    json.put("hoverinfo", "skip").withObjectProperty("line").put("width", 0);
    return band;
  }
}
