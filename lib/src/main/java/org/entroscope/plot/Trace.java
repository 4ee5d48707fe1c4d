package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One series of a figure: a line, bars or a heat map. Text is shown literally. */
final class Trace {

  /** The largest number of points that a line still marks. */
  private static final int MARKED = 20;

  final ObjectNode json = Json.object();

  private Trace(String type) {
    json.put("type", type);
  }

  static Trace line(String name, double[] x, double[] y) {
    Trace line = new Trace("scatter").name(name);
    // a single point, or a point between two gaps, has no line
    line.json.put("mode", x.length <= MARKED ? "lines+markers" : "lines");
    line.json.set("x", Json.numbers(x));
    line.json.set("y", Json.numbers(y));
    return line;
  }

  static Trace bars(String name, Iterable<String> categories, double[] y) {
    Trace bars = new Trace("bar").name(name);
    bars.json.set("x", Json.texts(categories));
    bars.json.set("y", Json.numbers(y));
    return bars;
  }

  /** Creates horizontal bars. */
  static Trace across(double[] x, double[] y) {
    Trace bars = new Trace("bar");
    bars.json.put("orientation", "h");
    bars.json.set("x", Json.numbers(x));
    bars.json.set("y", Json.numbers(y));
    return bars;
  }

  static Trace heatMap(float[][] rows) {
    Trace cells = new Trace("heatmap");
    cells.json.set("z", Json.matrix(rows));
    cells.json.put("coloraxis", "coloraxis");
    cells.json.put("hoverongaps", false);
    return cells;
  }

  /** Creates labels at some points, each in its own colour. */
  static Trace words(double[] x, double[] y, Iterable<String> words, List<String> colours) {
    Trace text = new Trace("scatter");
    text.json.put("mode", "text").put("hoverinfo", "skip").put("showlegend", false);
    text.json.set("x", Json.numbers(x));
    text.json.set("y", Json.numbers(y));
    text.json.set("text", Json.texts(words));
    text.json.withObjectProperty("textfont").set("color", Json.texts(colours));
    return text;
  }

  private Trace name(String name) {
    json.put("name", Json.text(name));
    return this;
  }

  /** Assigns the trace to the axes of a panel. */
  Trace on(int panel) {
    json.put("xaxis", Panel.axis("x", panel));
    json.put("yaxis", Panel.axis("y", panel));
    return this;
  }

  Trace colour(String colour) {
    json.withObjectProperty("marker").put("color", colour);
    if (json.path("type").asText().equals("scatter")) {
      json.withObjectProperty("line").put("color", colour).put("width", 2);
      json.withObjectProperty("marker").put("size", 5);
    }
    return this;
  }

  /** Assigns the trace to a legend group, which switches its traces in several panels together. */
  Trace legend(String group, boolean show) {
    json.put("legendgroup", group);
    json.put("showlegend", show);
    return this;
  }

  /** Sets the hover text, a Plotly template. It must not contain text from users. */
  Trace hover(String template) {
    json.put("hovertemplate", template);
    return this;
  }

  /** Sets the labels of bars. */
  Trace text(List<String> literals, int size) {
    json.set("text", Json.texts(literals));
    json.withObjectProperty("textfont").put("size", size);
    return this;
  }
}
