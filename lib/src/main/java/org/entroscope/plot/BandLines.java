package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** A line of means, and under it a band for their interval. */
final class BandLines {

  /** Bands of several models lie over each other. */
  private static final String OPACITY = "33";

  private BandLines() {}

  /**
   * The rows of a table by their column name, in its order.
   *
   * @param at column of the places: "step", "layer"
   * @throws IllegalArgumentException if a column or every row is missing
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

  /** What lines and bands are, for a subtitle: a single seed has no interval. */
  static String words(Map<String, List<Row>> byName) {
    long with = byName.values().stream().filter(BandLines::hasBand).count();
    if (with == 0) {
      return "one seed each, so there is no interval";
    }
    String both = "mean and 95% interval over seeds";
    return with == byName.size() ? both : both + "; a line without a band is one seed";
  }

  private static boolean hasBand(List<Row> rows) {
    return rows.stream().anyMatch(row -> !row.isMissing("low"));
  }

  /**
   * Adds line and band to a panel.
   *
   * @param rows in ascending places
   * @param group what the legend switches together
   * @param hover a Plotly template
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

  /** One outline: along the upper ends, and back along the lower ones. */
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
