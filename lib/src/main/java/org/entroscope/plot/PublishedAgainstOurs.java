package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.entroscope.paper.Counterpart;
import org.entroscope.paper.Counterparts;
import org.entroscope.paper.Direction;

/**
 * Published perplexities against measured ones, each as a multiple of its table's baseline, with
 * the 95% interval over seeds. On the diagonal both are alike; right of and above one, or left of
 * and below it, they go the same way. The axes are logarithmic.
 */
public final class PublishedAgainstOurs {

  /** Room beside the points, as shares of what they span; names stand to their right. */
  private static final double ROOM = 0.08;

  private static final double ROOM_RIGHT = 0.3;

  /** Stabilisers are compared with each other and not with the full model. */
  private static final Set<String> STABILISERS = Set.of("Table 5", "Table 6");

  /** Names stand beside their bars; long ones of close neighbours at different places. */
  private static final String BESIDE = "middle right";

  private static final List<String> PLACES =
      List.of("top center", "bottom center", "bottom left", BESIDE);

  private PublishedAgainstOurs() {}

  /**
   * The figure of all perplexities that both sides have: on the left the tables that begin with the
   * full model, on the right the stabilisers of Tables 5 and 6.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Figure of(Counterparts counterparts) {
    List<Counterpart> all =
        counterparts.perplexityRows().stream().filter(PublishedAgainstOurs::drawn).toList();
    if (all.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw: no perplexity was measured");
    }
    FigureBuilder figure =
        new FigureBuilder(
            "Perplexities, as multiples of each table's baseline",
            "bars: 95% interval over seeds; dashed: both alike");
    Map<Boolean, List<Counterpart>> sides =
        all.stream().collect(Collectors.groupingBy(row -> STABILISERS.contains(row.table())));
    int panels = 0;
    int colours = 0;
    for (boolean stabilisers : new boolean[] {false, true}) {
      if (sides.containsKey(stabilisers)) {
        List<Counterpart> rows = sides.get(stabilisers);
        Panel panel = figure.panel().place(panels, sides.size(), 0.12, 0, 1, 0);
        panel.title(stabilisers ? "stabilisers, against each other" : "against SM + LN + G");
        frame(figure, panel, panels, rows);
        colours = points(figure, panels, rows, colours);
        panels++;
      }
    }
    figure.legendAbove().layout().withObjectProperty("legend").put("y", 1.08); // above the titles
    return figure.margin(64, 20, 132, 52).height(480).build(words(all));
  }

  private static void frame(FigureBuilder figure, Panel panel, int index, List<Counterpart> rows) {
    double[] x = rows.stream().mapToDouble(row -> ratio(row.publishedChange())).toArray();
    double[] y =
        rows.stream()
            .flatMapToDouble(row -> DoubleStream.of(ratio(row.change()), low(row), high(row)))
            .toArray();
    axis(panel, Panel.Side.X, x, ROOM_RIGHT).label(Panel.Side.X, "published");
    axis(panel, Panel.Side.Y, y, ROOM).label(Panel.Side.Y, index == 0 ? "ours" : "");
    double[] ends = ends(x, y);
    Trace diagonal = Trace.line("", ends, ends).on(index).colour("#888888").legend("all", false);
    diagonal.json.put("mode", "lines").put("hoverinfo", "skip");
    diagonal.json.withObjectProperty("line").put("dash", "dash").put("width", 1.5);
    figure.add(diagonal);
    baseline(figure, Panel.axis("x", index), Panel.axis("y", index) + " domain", true);
    baseline(figure, Panel.axis("x", index) + " domain", Panel.axis("y", index), false);
  }

  /** One colour a table; gives the next colour. */
  private static int points(FigureBuilder figure, int panel, List<Counterpart> rows, int colour) {
    Map<String, String> places = new HashMap<>();
    rows.stream()
        .sorted(Comparator.comparingDouble(Counterpart::publishedChange))
        .forEach(
            row ->
                places.putIfAbsent(
                    row.row(),
                    STABILISERS.contains(row.table())
                        ? PLACES.get(places.size() % PLACES.size())
                        : BESIDE));
    Set<String> named = new HashSet<>();
    Map<String, List<Counterpart>> byTable =
        rows.stream()
            .collect(
                Collectors.groupingBy(Counterpart::table, LinkedHashMap::new, Collectors.toList()));
    int next = colour;
    for (Map.Entry<String, List<Counterpart>> table : byTable.entrySet()) {
      List<Counterpart> of = table.getValue();
      Trace dots = dots(table.getKey(), of, Colours.named(next));
      // some rows are in several tables, and have their name beside them once
      dots.json.set(
          "text", Json.texts(of.stream().map(r -> named.add(r.row()) ? name(r) : "").toList()));
      dots.json.set("textposition", Json.texts(of.stream().map(r -> places.get(r.row())).toList()));
      figure.add(dots.on(panel).legend("table " + next++, true));
    }
    return next;
  }

  /** Short, where every row begins with the softmax. */
  private static String name(Counterpart row) {
    return row.row().startsWith("EReg") ? "EReg" : row.row().replaceFirst("^SM \\+ ", "");
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

  private static Panel axis(Panel panel, Panel.Side side, double[] values, double after) {
    double min = Math.min(1, DoubleStream.of(values).min().orElseThrow());
    double max = Math.max(1, DoubleStream.of(values).max().orElseThrow());
    double span = Math.max(0.04, Math.log10(max / min));
    panel.logarithmic(side, min, max);
    return panel.range(side, Math.log10(min) - ROOM * span, Math.log10(max) + after * span);
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

  /** Where a model is as good as the baseline. */
  private static void baseline(FigureBuilder figure, String xref, String yref, boolean upright) {
    ObjectNode line = figure.layout().withArrayProperty("shapes").addObject();
    line.put("type", "line").put("xref", xref).put("yref", yref);
    line.put("x0", upright ? 1 : 0).put("x1", 1).put("y0", upright ? 0 : 1).put("y1", 1);
    line.withObjectProperty("line").put("dash", "dot").put("width", 1.5).put("color", "#888888");
  }

  private static Trace dots(String table, List<Counterpart> rows, String colour) {
    double[] x = rows.stream().mapToDouble(row -> ratio(row.publishedChange())).toArray();
    double[] y = rows.stream().mapToDouble(row -> ratio(row.change())).toArray();
    Trace trace = Trace.line(table, x, y).colour(colour);
    trace.json.put("mode", "markers+text").put("cliponaxis", false);
    trace.json.set("hovertext", Json.texts(labels(rows)));
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
