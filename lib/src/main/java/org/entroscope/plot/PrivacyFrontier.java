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
 * Draws perplexity against the communication and the latency of private inference, on logarithmic
 * axes. Each architecture has a colour and each group of models a marker. Bars are the ranges of
 * the predictions. Dotted lines connect the points that are worth having: no other model of the
 * group has a lower perplexity at no higher cost. Models that diverged have no perplexity and are
 * shown above all others, with an open mark.
 */
public final class PrivacyFrontier {

  /** The margin around the points for their labels, as a share of the range of the points. */
  private static final double ROOM = 0.5;

  private static final double ROOM_Y = 0.18;

  /** The height of a panel with its gap, in pixels. */
  private static final int PANEL = 230;

  private static final int GAP = 66;
  private static final double LETTERS = 11;

  /** The markers of the groups. The colours are those of the architectures. */
  private static final List<String> SYMBOLS =
      List.of("circle", "diamond", "square", "triangle-up", "cross", "x");

  private PrivacyFrontier() {}

  /**
   * Draws a frontier.
   *
   * @throws IllegalArgumentException if the frontier has no points
   */
  public static Figure of(Frontier frontier) {
    if (frontier.points().isEmpty()) {
      throw new IllegalArgumentException("nothing to draw: add at least one model");
    }
    FigureBuilder figure =
        new FigureBuilder(
            "Perplexity against the cost of private inference",
            "Bars: range of the predicted cost. Dotted lines: the Pareto front of each group"
                + ngrams(frontier));
    axes(figure, frontier, 0, "communication (GB)", CostPrediction::gigabytes);
    axes(figure, frontier, 1, "latency (minutes)", CostPrediction::minutes);
    List<String> groups = frontier.points().stream().map(Point::group).distinct().toList();
    List<String> byCommunication = places(frontier, CostPrediction::gigabytes);
    List<String> byLatency = places(frontier, CostPrediction::minutes);
    for (int i = 0; i < groups.size(); i++) {
      addGroup(figure, frontier, groups.get(i), i, byCommunication, byLatency);
    }
    return figure
        .legendAbove()
        .margin(64, 20, 108, 52)
        .height(2 * PANEL + GAP + 160)
        .build(figure.heading() + words(frontier));
  }

  /**
   * Returns the n-gram perplexities as text. They are not drawn as lines, because a line would also
   * cross the points of groups with other tokens.
   */
  private static String ngrams(Frontier frontier) {
    StringBuilder words = new StringBuilder();
    frontier
        .yardsticks()
        .forEach(
            (group, ngrams) ->
                words.append("; n-grams of ").append(group).append(": ").append(ngrams));
    return words.toString();
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
    panel.place(0, 1, 0, index, 2, (double) GAP / (2 * PANEL + GAP));
    logarithmic(panel, Panel.Side.X, range, ROOM, ROOM);
    DoubleSummaryStatistics perplexities =
        frontier.points().stream().mapToDouble(p -> height(frontier, p)).summaryStatistics();
    logarithmic(panel, Panel.Side.Y, perplexities, ROOM_Y, ROOM_Y);
    panel.label(Panel.Side.Y, "perplexity");
  }

  /**
   * Returns the vertical position of a model: its perplexity, or above all others if it diverged.
   */
  private static double height(Frontier frontier, Point point) {
    if (!point.diverged()) {
      return point.perplexity();
    }
    DoubleSummaryStatistics known =
        frontier.points().stream()
            .filter(p -> !p.diverged())
            .mapToDouble(Point::perplexity)
            .summaryStatistics();
    return known.getCount() == 0
        ? 10
        : known.getMax() * Math.max(1.3, known.getMax() / known.getMin());
  }

  private static String label(Point point) {
    return point.diverged() ? point.label() + " (diverged)" : point.label();
  }

  private static void logarithmic(
      Panel panel, Panel.Side side, DoubleSummaryStatistics range, double before, double after) {
    double low = Math.log10(range.getMin());
    double high = Math.log10(range.getMax());
    double span = Math.max(high - low, 0.1);
    panel.logarithmic(side, range.getMin(), range.getMax());
    panel.range(side, low - before * span, high + after * span);
  }

  private static void addGroup(
      FigureBuilder figure,
      Frontier frontier,
      String group,
      int index,
      List<String> byCommunication,
      List<String> byLatency) {
    List<Point> points =
        frontier.points().stream().filter(point -> point.group().equals(group)).toList();
    List<Point> worth =
        points.stream()
            .filter(frontier::worthHaving)
            .sorted(Comparator.comparingDouble(p -> p.cost().gigabytes().value()))
            .toList();
    String key = "group " + index;
    String symbol = SYMBOLS.get(index % SYMBOLS.size());
    figure.add(line(worth, CostPrediction::gigabytes).on(0).legend(key, false));
    figure.add(line(worth, CostPrediction::minutes).on(1).legend(key, false));
    Trace key1 = Trace.line(group, new double[] {Double.NaN}, new double[] {Double.NaN}).on(0);
    key1.colour(Colours.MUTED).json.put("mode", "markers").put("hoverinfo", "skip");
    key1.json.withObjectProperty("marker").put("size", 9).put("symbol", symbol);
    figure.add(key1.legend(key, true));
    List<Point> all = frontier.points();
    for (int panel = 0; panel < 2; panel++) {
      List<String> places = panel == 0 ? byCommunication : byLatency;
      Function<CostPrediction, Estimate> cost =
          panel == 0 ? CostPrediction::gigabytes : CostPrediction::minutes;
      for (boolean diverged : new boolean[] {false, true}) {
        List<Point> shown = points.stream().filter(p -> p.diverged() == diverged).toList();
        List<String> own = shown.stream().map(point -> places.get(all.indexOf(point))).toList();
        String mark = diverged ? symbol + "-open" : symbol;
        if (!shown.isEmpty()) {
          figure.add(dots(frontier, shown, own, cost, mark).on(panel).legend(key, false));
        }
      }
    }
  }

  /** Returns the positions of the names around the points of a panel. */
  private static List<String> places(Frontier frontier, Function<CostPrediction, Estimate> cost) {
    List<Point> points = frontier.points();
    double[] x =
        points.stream().mapToDouble(p -> Math.log10(cost.apply(p.cost()).value())).toArray();
    double[] y = points.stream().mapToDouble(p -> Math.log10(height(frontier, p))).toArray();
    double[] ends =
        points.stream()
            .flatMapToDouble(
                p -> DoubleStream.of(cost.apply(p.cost()).low(), cost.apply(p.cost()).high()))
            .map(Math::log10)
            .toArray();
    List<String> names = points.stream().map(PrivacyFrontier::label).toList();
    return LabelPlaces.of(
        shares(x, ends, ROOM),
        shares(y, y, ROOM_Y),
        shares(ends, ends, ROOM),
        names,
        PANEL,
        LETTERS);
  }

  /** Returns the positions of values between the ends of their axis, from 0 to 1. */
  private static double[] shares(double[] values, double[] ends, double room) {
    DoubleSummaryStatistics range = DoubleStream.of(ends).summaryStatistics();
    double span = Math.max(range.getMax() - range.getMin(), 0.1);
    double from = range.getMin() - room * span;
    return DoubleStream.of(values).map(v -> (v - from) / ((1 + 2 * room) * span)).toArray();
  }

  private static Trace dots(
      Frontier frontier,
      List<Point> points,
      List<String> sides,
      Function<CostPrediction, Estimate> cost,
      String symbol) {
    List<Estimate> costs = points.stream().map(point -> cost.apply(point.cost())).toList();
    double[] x = costs.stream().mapToDouble(Estimate::value).toArray();
    double[] y = points.stream().mapToDouble(p -> height(frontier, p)).toArray();
    Trace trace = Trace.line("", x, y).colour(Colours.MUTED);
    trace.json.put("mode", "markers+text").set("textposition", Json.texts(sides));
    trace.json.set("text", Json.texts(points.stream().map(PrivacyFrontier::label).toList()));
    trace.json.withObjectProperty("textfont").put("size", LETTERS);
    trace.json.put("cliponaxis", false);
    ObjectNode marker =
        trace.json.withObjectProperty("marker").put("size", 9).put("symbol", symbol);
    marker.set(
        "color", Json.texts(points.stream().map(p -> ModelStyle.of(p.label()).colour()).toList()));
    ObjectNode bars = trace.json.withObjectProperty("error_x");
    bars.put("type", "data").put("symmetric", false).put("thickness", 1).put("width", 3);
    bars.put("color", Colours.MUTED);
    double[] above = costs.stream().mapToDouble(e -> e.high() - e.value()).toArray();
    double[] below = costs.stream().mapToDouble(e -> e.value() - e.low()).toArray();
    bars.set("array", Json.numbers(above));
    bars.set("arrayminus", Json.numbers(below));
    trace.json.set(
        "customdata",
        Json.texts(
            points.stream()
                .map(p -> p.diverged() ? "diverged" : "perplexity " + fixed(p.perplexity()))
                .toList()));
    return trace.hover("%{text}<br>%{x:.2f}, %{customdata}<extra></extra>");
  }

  private static Trace line(List<Point> points, Function<CostPrediction, Estimate> cost) {
    double[] x = points.stream().mapToDouble(point -> cost.apply(point.cost()).value()).toArray();
    double[] y = points.stream().mapToDouble(Point::perplexity).toArray();
    Trace trace = Trace.line("", x, y).colour(Colours.MUTED);
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
                  "%s, %s: %s, %s GB, %s min%s",
                  point.group(),
                  point.label(),
                  point.diverged() ? "diverged" : "perplexity " + fixed(point.perplexity()),
                  point.cost().gigabytes(),
                  point.cost().minutes(),
                  frontier.worthHaving(point) ? "" : " (not worth having)"));
    }
    return text.toString();
  }

  private static String fixed(double perplexity) {
    return String.format(Locale.ROOT, "%.3f", perplexity);
  }
}
