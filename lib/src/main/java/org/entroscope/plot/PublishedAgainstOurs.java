package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.entroscope.paper.Counterpart;
import org.entroscope.paper.Counterparts;
import org.entroscope.paper.Direction;

/**
 * Draws published perplexities beside measured ones, one row each, as multiples of their table's
 * baseline: an open diamond for the published value, and a dot for ours with its 95% interval over
 * seeds. The logarithmic axis spans the published values with a margin of a factor of 1.5. Values
 * outside of this range, for example of a model with a dead seed, are named at the edge and do not
 * change the scale.
 */
public final class PublishedAgainstOurs {

  private static final int ROW = 21;
  private static final int FRAME = 160;

  /** The margin of the axis beyond the published values, as a factor. */
  private static final double BEYOND = 1.5;

  private static final String QUIET = "#808890";

  private PublishedAgainstOurs() {}

  /**
   * Draws all perplexities that are both published and measured.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Figure of(Counterparts counterparts) {
    List<Counterpart> rows =
        counterparts.perplexityRows().stream().filter(PublishedAgainstOurs::drawn).toList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw: no perplexity was measured");
    }
    FigureBuilder figure =
        new FigureBuilder(
            "Perplexities as multiples of each table's baseline",
            "Bars: 95% confidence interval over seeds. Dotted line: the baseline");
    List<String> names = rows.stream().map(row -> row.table() + ": " + row.row()).toList();
    Panel panel = figure.panel().rows(names);
    double low = rows.stream().mapToDouble(r -> ratio(r.publishedChange())).min().orElseThrow();
    double high = rows.stream().mapToDouble(r -> ratio(r.publishedChange())).max().orElseThrow();
    low = Math.min(1, low) / BEYOND;
    high = Math.max(1, high) * BEYOND;
    panel.logarithmic(Panel.Side.X, low, high).label(Panel.Side.X, "multiple of the baseline");
    panel.range(Panel.Side.X, Math.log10(low), Math.log10(high));
    baseline(figure);
    figure.add(between(rows, low, high));
    figure.add(published(rows));
    figure.add(ours(rows, low, high));
    figure.add(key());
    for (int i = 0; i < rows.size(); i++) {
      double value = ratio(rows.get(i).change());
      if (value < low || value > high) {
        String words =
            String.format(Locale.ROOT, value > high ? "%.2f \u2192" : "\u2190 %.2f", value);
        boolean right = value > high;
        figure.note(
            "x domain", "y", right ? 1 : 0, i, words, right ? "right" : "left", "bottom", 11);
      }
    }
    return figure
        .legendAbove()
        .margin(64, 20, 104, 52)
        .height(FRAME + ROW * rows.size())
        .build(words(rows));
  }

  private static boolean drawn(Counterpart row) {
    return row.direction() != Direction.BASELINE
        && Double.isFinite(row.publishedChange())
        && Double.isFinite(row.change());
  }

  private static double ratio(double perCent) {
    return 1 + perCent / 100;
  }

  /** Returns the lower end of the interval, or the value itself for a single seed. */
  private static double low(Counterpart row) {
    double low = row.changeInterval().low();
    return ratio(Double.isNaN(low) ? row.change() : low);
  }

  private static double high(Counterpart row) {
    double high = row.changeInterval().high();
    return ratio(Double.isNaN(high) ? row.change() : high);
  }

  private static String interval(Counterpart row) {
    return Double.isNaN(row.changeInterval().low())
        ? "one seed"
        : String.format(Locale.ROOT, "%.3f to %.3f", low(row), high(row));
  }

  /** Draws the line at which a model is as good as the baseline. */
  private static void baseline(FigureBuilder figure) {
    ObjectNode line = figure.layout().withArrayProperty("shapes").addObject();
    line.put("type", "line").put("xref", "x").put("yref", "y domain");
    line.put("x0", 1).put("x1", 1).put("y0", 0).put("y1", 1);
    line.withObjectProperty("line").put("dash", "dot").put("width", 1.5).put("color", "#888888");
  }

  /** Returns thin lines that connect the published values with ours. */
  private static Trace between(List<Counterpart> rows, double low, double high) {
    double[] x = new double[3 * rows.size()];
    double[] y = new double[3 * rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      x[3 * i] = ratio(rows.get(i).publishedChange());
      x[3 * i + 1] = Math.max(low, Math.min(high, ratio(rows.get(i).change())));
      x[3 * i + 2] = Double.NaN;
      y[3 * i] = y[3 * i + 1] = i;
      y[3 * i + 2] = Double.NaN;
    }
    Trace lines = Trace.line("", x, y).on(0).colour(Colours.FAINT);
    lines.json.put("mode", "lines").put("hoverinfo", "skip").put("showlegend", false);
    lines.json.withObjectProperty("line").put("width", 1);
    return lines;
  }

  private static Trace published(List<Counterpart> rows) {
    double[] x = rows.stream().mapToDouble(row -> ratio(row.publishedChange())).toArray();
    Trace marks = Trace.line("published", x, places(rows)).on(0).colour(QUIET);
    marks.json.put("mode", "markers").put("showlegend", true);
    marks.json.withObjectProperty("marker").put("size", 9).put("symbol", "diamond-open");
    return marks.hover("published: x %{x:.3f}<extra></extra>");
  }

  private static double[] places(List<Counterpart> rows) {
    double[] places = new double[rows.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    return places;
  }

  /** Returns a legend entry for the dots, which have many colours. */
  private static Trace key() {
    double[] nowhere = {Double.NaN};
    Trace key = Trace.line("ours", nowhere, nowhere).on(0).colour(QUIET);
    key.json.put("mode", "markers").put("hoverinfo", "skip").put("showlegend", true);
    key.json.withObjectProperty("marker").put("size", 9);
    return key;
  }

  /** Returns our values in the colours of the architectures, without those outside of the axis. */
  private static Trace ours(List<Counterpart> rows, double low, double high) {
    double[] x =
        rows.stream()
            .mapToDouble(row -> ratio(row.change()))
            .map(value -> value < low || value > high ? Double.NaN : value)
            .toArray();
    Trace marks = Trace.line("ours", x, places(rows)).on(0).colour(QUIET);
    marks.json.put("mode", "markers").put("showlegend", false);
    ObjectNode marker = marks.json.withObjectProperty("marker").put("size", 9);
    List<String> colours = new ArrayList<>();
    rows.forEach(row -> colours.add(ModelStyle.of(row.row()).colour()));
    marker.set("color", Json.texts(colours));
    ObjectNode bars = marks.json.withObjectProperty("error_x");
    bars.put("type", "data").put("symmetric", false).put("thickness", 1.5).put("width", 3);
    bars.put("color", QUIET);
    bars.set(
        "array",
        Json.numbers(rows.stream().mapToDouble(r -> high(r) - ratio(r.change())).toArray()));
    // a logarithmic axis cannot show values that are not positive
    bars.set(
        "arrayminus",
        Json.numbers(
            rows.stream()
                .mapToDouble(r -> ratio(r.change()) - Math.max(low(r), low / 2))
                .toArray()));
    return marks.hover("ours: x %{x:.3f}<extra></extra>");
  }

  private static String words(List<Counterpart> rows) {
    return rows.stream()
        .map(
            row ->
                String.format(
                    Locale.ROOT,
                    "%s, %s: published x %.3f, ours x %.3f (%s)",
                    row.table(),
                    row.row(),
                    ratio(row.publishedChange()),
                    ratio(row.change()),
                    interval(row)))
        .collect(
            Collectors.joining(
                System.lineSeparator(),
                "Perplexities as multiples of each table's baseline" + System.lineSeparator(),
                ""));
  }
}
