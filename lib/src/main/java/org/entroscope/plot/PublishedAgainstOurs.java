package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.entroscope.findings.Counterpart;
import org.entroscope.findings.Counterparts;
import org.entroscope.findings.Direction;

/**
 * Published perplexities against measured ones, each as a multiple of its table's baseline, with
 * the 95% interval over seeds. On the diagonal both are alike; right of and above one, or left of
 * and below it, they go the same way. The axes are logarithmic.
 */
public final class PublishedAgainstOurs {

  private static final double ROOM = 0.06;

  private PublishedAgainstOurs() {}

  /**
   * The figure of all perplexities that both sides have.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Figure of(Counterparts counterparts) {
    Map<String, List<Counterpart>> byTable =
        counterparts.perplexityRows().stream()
            .filter(PublishedAgainstOurs::drawn)
            .collect(
                Collectors.groupingBy(Counterpart::table, LinkedHashMap::new, Collectors.toList()));
    if (byTable.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw: no perplexity was measured");
    }
    FigureBuilder figure =
        new FigureBuilder(
            "Perplexities, as multiples of each table's baseline",
            "bars: 95% interval over seeds; dashed: both alike");
    List<Counterpart> all = byTable.values().stream().flatMap(List::stream).toList();
    double[] x = all.stream().mapToDouble(row -> ratio(row.publishedChange())).toArray();
    double[] y =
        all.stream()
            .flatMapToDouble(row -> DoubleStream.of(ratio(row.change()), low(row), high(row)))
            .toArray();
    Panel panel = figure.panel();
    axis(panel, Panel.Side.X, x, "published");
    axis(panel, Panel.Side.Y, y, "ours");
    double[] ends = ends(x, y);
    Trace diagonal = Trace.line("", ends, ends).on(0).colour("#888888").legend("diagonal", false);
    diagonal.json.put("mode", "lines").put("hoverinfo", "skip");
    diagonal.json.withObjectProperty("line").put("dash", "dash").put("width", 1.5);
    figure.add(diagonal);
    figure.level(0, 1, "as the baseline");
    upright(figure);
    int index = 0;
    Set<String> named = new HashSet<>();
    for (Map.Entry<String, List<Counterpart>> table : byTable.entrySet()) {
      figure.add(
          dots(table.getKey(), table.getValue(), Colours.named(index), named)
              .legend("table " + index++, true));
    }
    return figure.legendAbove().margin(64, 20, 112, 52).height(520).build(words(all));
  }

  private static boolean drawn(Counterpart row) {
    return row.direction() != Direction.BASELINE
        && Double.isFinite(row.publishedChange())
        && Double.isFinite(row.change());
  }

  private static double ratio(double perCent) {
    return 1 + perCent / 100;
  }

  /** A single seed has no interval. */
  private static double low(Counterpart row) {
    double low = row.changeInterval().low();
    return ratio(Double.isNaN(low) ? row.change() : low);
  }

  private static double high(Counterpart row) {
    double high = row.changeInterval().high();
    return ratio(Double.isNaN(high) ? row.change() : high);
  }

  private static void axis(Panel panel, Panel.Side side, double[] values, String label) {
    double min = Math.min(1, DoubleStream.of(values).min().orElseThrow());
    double max = Math.max(1, DoubleStream.of(values).max().orElseThrow());
    double room = ROOM * Math.max(0.1, Math.log10(max / min));
    panel.label(side, "perplexity / baseline's, " + label).logarithmic(side, min, max);
    panel.range(side, Math.log10(min) - room, Math.log10(max) + room);
  }

  /** From where both axes have begun to where the first of them ends. */
  private static double[] ends(double[] x, double[] y) {
    double low = Math.min(1, Math.max(DoubleStream.of(x).min().orElseThrow(), 0));
    double high =
        Math.max(
            1,
            Math.min(
                DoubleStream.of(x).max().orElseThrow(), DoubleStream.of(y).max().orElseThrow()));
    return new double[] {low, high};
  }

  /** The baseline's upright line. */
  private static void upright(FigureBuilder figure) {
    ObjectNode line = figure.layout().withArrayProperty("shapes").addObject();
    line.put("type", "line").put("xref", "x").put("yref", "y domain");
    line.put("x0", 1).put("x1", 1).put("y0", 0).put("y1", 1);
    line.withObjectProperty("line").put("dash", "dot").put("width", 1.5).put("color", "#888888");
  }

  /**
   * @param named rows that have their name beside them already: some are in several tables
   */
  private static Trace dots(
      String table, List<Counterpart> rows, String colour, Set<String> named) {
    double[] x = rows.stream().mapToDouble(row -> ratio(row.publishedChange())).toArray();
    double[] y = rows.stream().mapToDouble(row -> ratio(row.change())).toArray();
    Trace trace = Trace.line(table, x, y).on(0).colour(colour);
    trace.json.put("mode", "markers+text").put("textposition", "middle right");
    trace.json.put("cliponaxis", false).set("hovertext", Json.texts(labels(rows)));
    List<String> names = rows.stream().map(r -> named.add(r.row()) ? r.row() : "").toList();
    trace.json.set("text", Json.texts(names));
    trace.json.withObjectProperty("textfont").put("size", 10);
    trace.json.withObjectProperty("marker").put("size", 9);
    ObjectNode bars = trace.json.withObjectProperty("error_y");
    bars.put("type", "data").put("symmetric", false).put("thickness", 1).put("width", 3);
    double[] above = rows.stream().mapToDouble(row -> high(row) - ratio(row.change())).toArray();
    double[] below = rows.stream().mapToDouble(row -> ratio(row.change()) - low(row)).toArray();
    bars.set("array", Json.numbers(above));
    bars.set("arrayminus", Json.numbers(below));
    return trace.hover("%{hovertext}<br>published x %{x:.3f}, ours x %{y:.3f}<extra></extra>");
  }

  private static List<String> labels(List<Counterpart> rows) {
    return rows.stream().map(row -> row.table() + ": " + row.row()).toList();
  }

  private static String words(List<Counterpart> rows) {
    return rows.stream()
        .map(
            row ->
                String.format(
                    Locale.ROOT,
                    "%s, %s: published x %.3f, ours x %.3f (%.3f to %.3f)",
                    row.table(),
                    row.row(),
                    ratio(row.publishedChange()),
                    ratio(row.change()),
                    low(row),
                    high(row)))
        .collect(
            Collectors.joining(
                System.lineSeparator(),
                "Perplexities, as multiples of each table's baseline" + System.lineSeparator(),
                ""));
  }
}
