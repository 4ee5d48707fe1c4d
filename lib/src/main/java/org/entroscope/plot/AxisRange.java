package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The range of an axis without a specified range: the range of its data with a small margin. */
final class AxisRange {

  private static final double ROOM = 0.05;

  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;
  private boolean roomBelow;
  private boolean roomAbove;

  private AxisRange() {}

  /**
   * Returns the names along an axis, in the order of the traces.
   *
   * @param name the name of the axis, for example x or y2
   * @return empty for an axis of numbers
   */
  static List<String> categories(JsonNode data, String name, JsonNode axis) {
    String letter = name.substring(0, 1);
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode trace : on(data, name)) {
      for (JsonNode value : trace.path(letter)) {
        boolean word = value.isTextual() && !PictureAxis.isNumber(value);
        if (word || axis.path("type").asText().equals("category")) {
          names.add(value.asText());
        }
      }
    }
    return List.copyOf(names);
  }

  /** Returns the traces on an axis. */
  static List<JsonNode> on(JsonNode data, String name) {
    String letter = name.substring(0, 1);
    return StreamSupport.stream(data.spliterator(), false)
        .filter(trace -> trace.path(letter + "axis").asText(letter).equals(name))
        .toList();
  }

  /**
   * Returns the two ends of an axis, as logarithms for a logarithmic axis.
   *
   * @param stacked whether the bars are stacked
   */
  static double[] of(
      JsonNode data, String name, JsonNode axis, List<String> categories, boolean stacked) {
    JsonNode given = axis.path("range");
    if (given.size() == 2 && !given.get(0).equals(given.get(1))) {
      return new double[] {given.get(0).asDouble(), given.get(1).asDouble()};
    }
    AxisRange range = new AxisRange();
    List<JsonNode> traces = on(data, name);
    boolean upright = name.startsWith("y");
    traces.forEach(trace -> range.add(trace, upright, axis, categories));
    if (stacked) {
      range.addSums(traces, upright ? "y" : "x");
    }
    if (!categories.isEmpty() && traces.stream().anyMatch(t -> !type(t).equals("scatter"))) {
      return new double[] {-0.5, categories.size() - 0.5};
    }
    return range.ends();
  }

  private void add(JsonNode trace, boolean upright, JsonNode axis, List<String> categories) {
    String letter = upright ? "y" : "x";
    if (type(trace).equals("heatmap") && trace.path(letter).isEmpty()) {
      int cells = upright ? trace.path("z").size() : trace.path("z").path(0).size();
      include(-0.5, false);
      include(cells - 0.5, false);
      return;
    }
    boolean across = trace.path("orientation").asText().equals("h");
    boolean length = type(trace).equals("bar") && across != upright;
    if (length) {
      include(0, false);
    }
    JsonNode values = trace.path(letter);
    JsonNode bars = trace.path("error_" + letter);
    boolean roomy = upright || trace.path("mode").asText("lines+markers").contains("markers");
    for (int i = 0; i < values.size(); i++) {
      double value = PictureAxis.value(values.get(i), axis, categories);
      double above = bars.path("array").path(i).asDouble(0);
      double below = bars.path("arrayminus").path(i).asDouble(above);
      boolean log = axis.path("type").asText().equals("log");
      // labels at the ends of bars need room too
      boolean written = length && trace.path("text").isArray();
      include(log ? value : (value + above) * (written ? 1.06 : 1), roomy);
      include(log ? value : value - below, roomy && !length);
    }
  }

  /** Includes the sums of stacked bars at each position. */
  private void addSums(List<JsonNode> traces, String letter) {
    List<JsonNode> bars = traces.stream().filter(trace -> type(trace).equals("bar")).toList();
    for (int i = 0; !bars.isEmpty() && i < bars.get(0).path(letter).size(); i++) {
      int place = i;
      include(bars.stream().mapToDouble(b -> b.path(letter).path(place).asDouble(0)).sum(), true);
    }
  }

  private void include(double value, boolean roomy) {
    if (!Double.isFinite(value)) {
      return;
    }
    if (value < low) {
      low = value;
      roomBelow = roomy;
    }
    if (value > high) {
      high = value;
      roomAbove = roomy;
    }
  }

  private double[] ends() {
    if (low > high) {
      return new double[] {-1, 6};
    } else if (low == high) {
      return new double[] {low - 1, high + 1};
    }
    double room = ROOM * (high - low);
    return new double[] {low - (roomBelow ? room : 0), high + (roomAbove ? room : 0)};
  }

  private static String type(JsonNode trace) {
    return trace.path("type").asText("scatter");
  }
}
