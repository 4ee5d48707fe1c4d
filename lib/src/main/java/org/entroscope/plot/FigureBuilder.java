package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Builds a figure from panels and traces. Text is shown literally. */
final class FigureBuilder {

  /** The width of a line of text on a narrow page, in pixels. */
  private static final int WIDTH = 620;

  /** The distance of title and subtitle from the left edge, in pixels. */
  private static final int INDENT = 12;

  /** The height of a line of text, in pixels. */
  private static final int LINE = 17;

  private final String title;
  private final String subtitle;
  private final ArrayNode data = Json.array();
  private final ObjectNode layout = Json.object();
  private final List<Panel> panels = new ArrayList<>();
  private int extraLines;

  FigureBuilder(String title, String subtitle) {
    this.title = title;
    this.subtitle = subtitle;
    ObjectNode node = layout.withObjectProperty("title");
    node.put("text", Json.text(title)).put("x", 0).put("xref", "container").put("xanchor", "left");
    node.put("yref", "container").put("y", 1).put("yanchor", "top");
    // from the edge, not the axis: plotly.js widens the left margin for long labels
    node.withObjectProperty("pad").put("t", 12).put("l", INDENT);
    node.withObjectProperty("font").put("size", 16);
    if (!subtitle.isEmpty()) {
      node.withObjectProperty("subtitle").withObjectProperty("font").put("size", 12);
    }
    wrapSubtitle();
    margin(64, 20, subtitle.isEmpty() ? 60 : 78, 52);
    layout.put("autosize", true).put("hovermode", "closest");
    height(380);
  }

  FigureBuilder height(int pixels) {
    layout.put("height", pixels);
    return this;
  }

  FigureBuilder margin(int left, int right, int top, int bottom) {
    ObjectNode margin = layout.withObjectProperty("margin");
    margin.put("l", left).put("r", right).put("t", top).put("b", bottom);
    return this;
  }

  private void wrapSubtitle() {
    if (!subtitle.isEmpty()) {
      List<String> lines = Wrapped.lines(subtitle, 12, WIDTH - INDENT);
      extraLines = lines.size() - 1;
      ObjectNode title = layout.withObjectProperty("title");
      title.withObjectProperty("subtitle").put("text", Wrapped.label(lines));
    }
  }

  /** Adds a pair of axes. The first has index 0. */
  Panel panel() {
    Panel panel = new Panel(panels.size());
    panels.add(panel);
    return panel;
  }

  FigureBuilder add(Trace trace) {
    data.add(trace.json);
    return this;
  }

  /** Sets the range of values that all heat maps of the figure share, and adds its colour bar. */
  FigureBuilder colours(double from, double to, String label, ArrayNode ticks, ArrayNode words) {
    ObjectNode axis = layout.withObjectProperty("coloraxis");
    axis.set("colorscale", Colours.scale(1));
    axis.set("cmin", Json.number(from));
    axis.set("cmax", Json.number(to));
    ObjectNode bar = axis.withObjectProperty("colorbar");
    bar.put("thickness", 12).put("outlinewidth", 0).put("x", 1.02);
    bar.put("len", 1).put("y", 1).put("yanchor", "top");
    bar.withObjectProperty("title").put("text", Json.text(label)).put("side", "right");
    if (!ticks.isEmpty()) {
      bar.put("tickmode", "array").set("tickvals", ticks);
      bar.set("ticktext", words);
    }
    return this;
  }

  /** Adds a dotted horizontal line across a panel, with a label above its right end. */
  FigureBuilder level(int panel, double y, String words) {
    ObjectNode line = layout.withArrayProperty("shapes").addObject();
    String xref = Panel.axis("x", panel) + " domain";
    String yref = Panel.axis("y", panel);
    line.put("type", "line").put("xref", xref).put("yref", yref).put("x0", 0).put("x1", 1);
    line.set("y0", Json.number(y));
    line.set("y1", Json.number(y));
    line.withObjectProperty("line").put("dash", "dot").put("width", 1.5).put("color", "#888888");
    return words.isEmpty() ? this : note(xref, yref, 1, y, words, "right", "bottom", 11);
  }

  FigureBuilder note(
      String xref,
      String yref,
      double x,
      double y,
      String words,
      String xAnchor,
      String yAnchor,
      int size) {
    ObjectNode note = layout.withArrayProperty("annotations").addObject();
    note.put("text", Json.text(words)).put("showarrow", false).put("xref", xref).put("yref", yref);
    note.put("xanchor", xAnchor).put("yanchor", yAnchor).set("x", Json.number(x));
    note.set("y", Json.number(y));
    note.withObjectProperty("font").put("size", size);
    return this;
  }

  /** Adds a legend between the title and the plot. */
  FigureBuilder legendAbove() {
    ObjectNode legend = layout.withObjectProperty("legend").put("orientation", "h");
    legend.put("x", 0).put("y", 1.02).put("yanchor", "bottom");
    return this;
  }

  ObjectNode layout() {
    return layout;
  }

  /** Returns title and subtitle, for texts that begin with a description of the figure. */
  String heading() {
    return subtitle.isEmpty() ? title : title + System.lineSeparator() + subtitle;
  }

  /**
   * Builds the figure.
   *
   * @param words the text that a terminal shows instead, mainly the numbers; the title is added in
   *     front unless the text begins with it
   */
  Figure build(String words) {
    panels.forEach(panel -> panel.addTo(layout));
    int titles = panels.stream().mapToInt(Panel::extraLines).max().orElse(0);
    int more = LINE * (extraLines + titles);
    ObjectNode margin = layout.withObjectProperty("margin");
    margin.put("t", margin.path("t").asInt() + more);
    height(layout.path("height").asInt() + more);
    String text = words.startsWith(title) ? words : title + System.lineSeparator() + words;
    return new Figure(title, data, layout, text);
  }
}
