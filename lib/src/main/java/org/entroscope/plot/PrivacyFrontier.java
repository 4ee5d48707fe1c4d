package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.entroscope.privacy.CostPrediction;
import org.entroscope.privacy.Estimate;
import org.entroscope.privacy.Frontier;
import org.entroscope.privacy.Frontier.Point;

/**
 * Perplexity against communication and against latency of private inference, on logarithmic axes.
 * Bars are the ranges of the predictions; dotted lines join what is worth having.
 */
public final class PrivacyFrontier {

  /** Room beside the points for their labels, as shares of what the points span. */
  private static final double ROOM_LEFT = 0.55;

  private static final double ROOM_RIGHT = 0.25;
  private static final double ROOM_Y = 0.15;

  private PrivacyFrontier() {}

  /**
   * The figure of a frontier, one colour a group.
   *
   * @throws IllegalArgumentException if the frontier has no point
   */
  public static Figure of(Frontier frontier) {
    if (frontier.points().isEmpty()) {
      throw new IllegalArgumentException("nothing to draw: add at least one model");
    }
    FigureBuilder figure =
        new FigureBuilder(
            "Perplexity against the cost of private inference",
            "bars: range of the prediction; dotted: worth having within its group");
    axes(figure, frontier, 0, "communication (GB)", CostPrediction::gigabytes);
    axes(figure, frontier, 1, "latency (minutes)", CostPrediction::minutes);
    List<String> groups = frontier.points().stream().map(Point::group).distinct().toList();
    for (int i = 0; i < groups.size(); i++) {
      addGroup(figure, frontier, groups.get(i), i);
    }
    return figure
        .legendAbove()
        .margin(64, 20, 112, 52)
        .height(460)
        .build(figure.heading() + words(frontier));
  }

  private static void axes(
      FigureBuilder figure,
      Frontier frontier,
      int index,
      String label,
      Function<CostPrediction, Estimate> cost) {
    DoubleSummaryStatistics range =
        frontier.points().stream()
            .map(point -> cost.apply(point.cost()))
            .flatMapToDouble(e -> DoubleStream.of(e.low(), e.high()))
            .summaryStatistics();
    Panel panel = figure.panel().label(Panel.Side.X, label);
    panel.place(index == 0 ? 0 : 0.55, index == 0 ? 0.45 : 1, 0, 1);
    logarithmic(panel, Panel.Side.X, range, ROOM_LEFT, ROOM_RIGHT);
    DoubleSummaryStatistics perplexities =
        frontier.points().stream().mapToDouble(Point::perplexity).summaryStatistics();
    logarithmic(panel, Panel.Side.Y, perplexities, ROOM_Y, ROOM_Y);
    if (index == 0) {
      panel.label(Panel.Side.Y, "perplexity");
    }
  }

  private static void logarithmic(
      Panel panel, Panel.Side side, DoubleSummaryStatistics range, double before, double after) {
    double low = Math.log10(range.getMin());
    double high = Math.log10(range.getMax());
    double span = Math.max(high - low, 0.1);
    panel.logarithmic(side, range.getMin(), range.getMax());
    panel.range(side, low - before * span, high + after * span);
  }

  private static void addGroup(FigureBuilder figure, Frontier frontier, String group, int index) {
    List<Point> points =
        frontier.points().stream().filter(point -> point.group().equals(group)).toList();
    List<Point> worth =
        points.stream()
            .filter(frontier::worthHaving)
            .sorted(Comparator.comparingDouble(p -> p.cost().gigabytes().value()))
            .toList();
    String colour = Colours.named(index);
    String key = "group " + index;
    List<String> sides = points.stream().map(point -> labelAt(point, worth)).toList();
    Trace gigabytes = dots(group, points, sides, CostPrediction::gigabytes, colour);
    Trace minutes = dots(group, points, sides, CostPrediction::minutes, colour);
    figure.add(gigabytes.on(0).legend(key, true));
    figure.add(line(group, worth, CostPrediction::gigabytes, colour).on(0).legend(key, false));
    figure.add(minutes.on(1).legend(key, false));
    figure.add(line(group, worth, CostPrediction::minutes, colour).on(1).legend(key, false));
  }

  /** Nothing stands below and left of what is worth having, else it would not be. */
  private static String labelAt(Point point, List<Point> worth) {
    int place = worth.indexOf(point);
    if (place < 0) {
      return "top right";
    }
    return place > 0 && place == worth.size() - 1 ? "bottom right" : "bottom left";
  }

  private static Trace dots(
      String group,
      List<Point> points,
      List<String> sides,
      Function<CostPrediction, Estimate> cost,
      String colour) {
    List<Estimate> costs = points.stream().map(point -> cost.apply(point.cost())).toList();
    double[] x = costs.stream().mapToDouble(Estimate::value).toArray();
    double[] y = points.stream().mapToDouble(Point::perplexity).toArray();
    Trace trace = Trace.line(group, x, y).colour(colour);
    trace.json.put("mode", "markers+text").set("textposition", Json.texts(sides));
    trace.json.set("text", Json.texts(points.stream().map(Point::label).toList()));
    trace.json.withObjectProperty("textfont").put("size", 10);
    trace.json.put("cliponaxis", false);
    trace.json.withObjectProperty("marker").put("size", 8);
    ObjectNode bars = trace.json.withObjectProperty("error_x");
    bars.put("type", "data").put("symmetric", false).put("thickness", 1).put("width", 3);
    double[] above = costs.stream().mapToDouble(e -> e.high() - e.value()).toArray();
    double[] below = costs.stream().mapToDouble(e -> e.value() - e.low()).toArray();
    bars.set("array", Json.numbers(above));
    bars.set("arrayminus", Json.numbers(below));
    return trace.hover("%{text}<br>%{x:.2f}, perplexity %{y:.3f}<extra></extra>");
  }

  private static Trace line(
      String group, List<Point> points, Function<CostPrediction, Estimate> cost, String colour) {
    double[] x = points.stream().mapToDouble(point -> cost.apply(point.cost()).value()).toArray();
    double[] y = points.stream().mapToDouble(Point::perplexity).toArray();
    Trace trace = Trace.line(group, x, y).colour(colour);
    trace.json.put("mode", "lines").put("hoverinfo", "skip");
    trace.json.withObjectProperty("line").put("dash", "dot").put("width", 1.5);
    return trace;
  }

  private static String words(Frontier frontier) {
    StringBuilder text = new StringBuilder();
    for (Point point : frontier.points()) {
      text.append(System.lineSeparator())
          .append(
              String.format(
                  Locale.ROOT,
                  "%s, %s: perplexity %.3f, %s GB, %s min%s",
                  point.group(),
                  point.label(),
                  point.perplexity(),
                  point.cost().gigabytes(),
                  point.cost().minutes(),
                  frontier.worthHaving(point) ? "" : " (not worth having)"));
    }
    return text.toString();
  }
}
