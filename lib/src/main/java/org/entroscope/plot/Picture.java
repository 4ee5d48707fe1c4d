package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Draws a figure as an SVG picture without a browser, for pages without scripts, print and slides.
 * The picture shows the initial state of the interactive figure, with the same labels, colours and
 * ranges, on a white background.
 *
 * <p>Other chart libraries for the JVM have their own axes, legends and colours, so their picture
 * would differ from the interactive figure. This class reads the same specification as plotly.js.
 */
final class Picture {

  static final double FONT_SIZE = 12;

  /** The width in pixels. The page may make the picture narrower. */
  static final int WIDTH = 760;

  /**
   * The height that is saved because only the label of a slider is drawn: it cannot be moved here.
   */
  private static final int SLIDER = 64;

  private static final Set<String> DRAWN = Set.of("scatter", "bar", "heatmap");

  final JsonNode data;
  final JsonNode layout;
  final SvgPen pen = new SvgPen();
  final int height;
  final Map<String, PictureAxis> axes = new TreeMap<>();
  double left;
  double right;
  double top;
  double bottom;

  private Picture(Figure figure) {
    data = figure.data();
    layout = figure.layout();
    height = figure.height() - (slider() ? SLIDER : 0);
  }

  /** Returns whether all traces of a figure can be drawn. */
  static boolean canDraw(Figure figure) {
    return StreamSupport.stream(figure.data().spliterator(), false)
        .allMatch(trace -> DRAWN.contains(trace.path("type").asText("scatter")));
  }

  /** Returns the picture as an SVG element, which is also valid as a file. */
  static String svg(Figure figure) {
    return new Picture(figure).draw(figure);
  }

  /** Returns several pictures, one below the other, as one picture. */
  static String column(List<Figure> figures) {
    StringBuilder column = new StringBuilder();
    int below = 0;
    for (Figure figure : figures) {
      Picture picture = new Picture(figure);
      String svg = picture.draw(figure);
      column.append(svg.replaceFirst("<svg ", "<svg y=\"" + below + "\" "));
      below += picture.height;
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\">%3$s</svg>"
        .formatted(WIDTH, below, column);
  }

  private boolean slider() {
    return !layout.path("sliders").isEmpty();
  }

  private String draw(Figure figure) {
    PictureKey key = new PictureKey(this);
    margins(key);
    place();
    title();
    PictureFrame frame = new PictureFrame(this);
    axes.keySet().forEach(frame::grid);
    new PictureTraces(this).draw();
    frame.shapes();
    axes.keySet().forEach(frame::labels);
    frame.notes();
    key.draw();
    if (slider()) {
      sliderWords();
    }
    return pen.document(WIDTH, height, figure.description());
  }

  private void margins(PictureKey key) {
    JsonNode margin = layout.path("margin");
    left = Math.max(margin.path("l").asDouble(80), leftNeeded());
    right = WIDTH - Math.max(margin.path("r").asDouble(80), key.roomRight());
    top = Math.max(margin.path("t").asDouble(100), key.roomAbove());
    double below = margin.path("b").asDouble(80) - (slider() ? SLIDER : 0);
    bottom = height - Math.max(below, bottomNeeded());
  }

  /** Returns the room for names of categories, which may need more than the margin. */
  private double leftNeeded() {
    double widest = 0;
    for (Map.Entry<String, JsonNode> axis : axisNodes().entrySet()) {
      JsonNode x = axisNodes().get(axis.getValue().path("anchor").asText("x"));
      boolean atLeft = x == null || x.path("domain").path(0).asDouble(0) == 0;
      if (axis.getKey().startsWith("y") && atLeft) {
        double labels = 0;
        for (AxisTicks.Tick tick : AxisTicks.of(axis(axis.getKey(), axis.getValue(), 300, 300))) {
          labels = Math.max(labels, SvgText.width(tick.label(), FONT_SIZE));
        }
        boolean titled = !axis.getValue().path("title").path("text").asText().isEmpty();
        widest = Math.max(widest, labels + 12 + (titled ? 24 : 0));
      }
    }
    return widest;
  }

  private double bottomNeeded() {
    double needed = 0;
    for (Map.Entry<String, JsonNode> axis : axisNodes().entrySet()) {
      if (axis.getKey().startsWith("x")) {
        PictureAxis whole = axis(axis.getKey(), axis.getValue(), 0, WIDTH - 110);
        boolean titled = !axis.getValue().path("title").path("text").asText().isEmpty();
        double turned = PictureFrame.turnedHeight(whole);
        needed = Math.max(needed, turned > 0 ? turned + (titled ? 34 : 14) : 0);
      }
    }
    return needed;
  }

  private Map<String, JsonNode> axisNodes() {
    Map<String, JsonNode> nodes = new TreeMap<>();
    layout
        .properties()
        .forEach(
            field -> {
              if (field.getKey().matches("[xy]axis\\d*")) {
                nodes.put(field.getKey().replace("axis", ""), field.getValue());
              }
            });
    if (nodes.isEmpty()) {
      nodes.put("x", Json.object());
      nodes.put("y", Json.object());
    }
    return nodes;
  }

  private void place() {
    axisNodes()
        .forEach(
            (name, json) -> {
              double from = json.path("domain").path(0).asDouble(0);
              double to = json.path("domain").path(1).asDouble(1);
              boolean upright = name.startsWith("y");
              double size = upright ? bottom - top : right - left;
              double start = upright ? bottom - from * size : left + from * size;
              axes.put(name, axis(name, json, start, (to - from) * size));
            });
  }

  private PictureAxis axis(String name, JsonNode json, double start, double length) {
    var categories = AxisRange.categories(data, name, json);
    boolean stacked = layout.path("barmode").asText().equals("stack");
    double[] range = AxisRange.of(data, name, json, categories, stacked);
    boolean upright = name.startsWith("y");
    return new PictureAxis(json, upright, range[0], range[1], start, length, categories);
  }

  private void title() {
    JsonNode title = layout.path("title");
    double size = title.path("font").path("size").asDouble(17);
    double pad = title.path("pad").path("t").asDouble(0);
    double start = title.path("pad").path("l").asDouble(0);
    pen.text(start, pad + size * 0.85, title.path("text").asText(), "start", size);
    JsonNode second = title.path("subtitle");
    double small = second.path("font").path("size").asDouble(12);
    double y = pad + size * 0.85 + 1.55 * small;
    pen.text(start, y, second.path("text").asText(), "start", small, "fill-opacity", ".8");
  }

  private void sliderWords() {
    JsonNode slider = layout.path("sliders").path(0);
    JsonNode step = slider.path("steps").path(slider.path("active").asInt(0));
    String prefix = slider.path("currentvalue").path("prefix").asText();
    pen.text(left, height - 8, prefix + step.path("label").asText(), "start", FONT_SIZE);
  }

  /** Returns an axis of a trace, an annotation or a shape. */
  PictureAxis axisOf(JsonNode owner, String field, String otherwise) {
    String name = owner.path(field).asText(otherwise).replace(" domain", "");
    return axes.get(name);
  }

  /** Returns the field of this name, or an empty object. */
  static ObjectNode object(JsonNode owner, String field) {
    return owner.path(field) instanceof ObjectNode node ? node : Json.object();
  }
}
