package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Draws the legend and the colour bar, which explain the colours of a picture. */
final class PictureKey {

  private static final double ROW = 19;

  /** The width of the sample of a trace before its name. */
  private static final double SAMPLE = 30;

  private static final double BETWEEN = 14;

  private final Picture picture;
  private final JsonNode legend;
  private final List<JsonNode> entries;
  private final JsonNode bar;
  private final JsonNode barOwner;

  PictureKey(Picture picture) {
    this.picture = picture;
    legend = picture.layout.path("legend");
    entries = entries(picture);
    JsonNode shared = picture.layout.path("coloraxis");
    JsonNode owner = shared.path("showscale").asBoolean(!shared.isMissingNode()) ? shared : null;
    for (JsonNode trace : picture.data) {
      boolean own = trace.path("type").asText().equals("heatmap") && !trace.has("coloraxis");
      if (own && trace.path("showscale").asBoolean(true)) {
        owner = trace;
      }
    }
    barOwner = owner;
    bar = owner == null ? Json.object() : Picture.object(owner, "colorbar");
  }

  private static List<JsonNode> entries(Picture picture) {
    List<JsonNode> shown = new ArrayList<>();
    int named = 0;
    for (JsonNode trace : picture.data) {
      boolean map = trace.path("type").asText().equals("heatmap");
      if (!map && trace.path("showlegend").asBoolean(true)) {
        shown.add(trace);
      }
      named += map || trace.path("showlegend").isMissingNode() ? 0 : 1;
    }
    boolean wanted = picture.layout.path("showlegend").asBoolean(shown.size() > 1 || named > 0);
    if (!wanted) {
      shown.clear();
    }
    if (picture.layout.path("legend").path("traceorder").asText().equals("reversed")) {
      Collections.reverse(shown);
    }
    return shown;
  }

  private boolean above() {
    return legend.path("orientation").asText().equals("h");
  }

  private boolean inside() {
    return legend.has("x") && legend.path("x").asDouble() < 1 && !above();
  }

  private double widest() {
    double widest = 0;
    for (JsonNode entry : entries) {
      widest = Math.max(widest, SvgText.width(name(entry), Picture.FONT_SIZE));
    }
    return widest;
  }

  private static String name(JsonNode entry) {
    return entry.path("name").asText();
  }

  /** Returns the smallest width of the right margin. */
  double roomRight() {
    double legendRoom = entries.isEmpty() || above() || inside() ? 0 : widest() + SAMPLE + 26;
    return Math.max(legendRoom, barOwner == null ? 0 : barWidth() + 22);
  }

  /** Returns the smallest height of the top margin. */
  double roomAbove() {
    if (entries.isEmpty() || !above()) {
      return 0;
    }
    double titles = picture.layout.path("title").path("subtitle").has("text") ? 54 : 34;
    double lift = legend.path("y").asDouble(1) > 1.05 ? 22 : 4;
    return titles + rows(Picture.WIDTH - 84).size() * ROW + lift;
  }

  /** Arranges the entries of a legend above the plot in rows. */
  private List<List<JsonNode>> rows(double width) {
    List<List<JsonNode>> rows = new ArrayList<>();
    double free = 0;
    for (JsonNode entry : entries) {
      double needed = SAMPLE + SvgText.width(name(entry), Picture.FONT_SIZE) + BETWEEN;
      if (rows.isEmpty() || needed > free) {
        rows.add(new ArrayList<>());
        free = width;
      }
      rows.get(rows.size() - 1).add(entry);
      free -= needed;
    }
    return rows;
  }

  void draw() {
    if (barOwner != null) {
      bar();
    }
    if (entries.isEmpty()) {
      return;
    }
    if (above()) {
      List<List<JsonNode>> rows = rows(Picture.WIDTH - 84);
      double lift = legend.path("y").asDouble(1) > 1.05 ? 22 : 4;
      double y = picture.top - lift - (rows.size() - 1) * ROW - 8;
      for (List<JsonNode> row : rows) {
        double x = picture.left;
        for (JsonNode entry : row) {
          entry(entry, x, y);
          x += SAMPLE + SvgText.width(name(entry), Picture.FONT_SIZE) + BETWEEN;
        }
        y += ROW;
      }
      return;
    }
    double x = picture.right + 12;
    double y = picture.top + 10;
    if (inside()) {
      double end = picture.left + legend.path("x").asDouble() * (picture.right - picture.left);
      x = legend.path("xanchor").asText().equals("right") ? end - widest() - SAMPLE - 8 : end + 6;
    }
    for (JsonNode entry : entries) {
      entry(entry, x, y);
      y += ROW;
    }
  }

  private void entry(JsonNode trace, double x, double y) {
    String colour = PictureTraces.colour(trace);
    SvgPen pen = picture.pen;
    if (trace.path("type").asText().equals("bar")) {
      pen.rect(x + 6, y - 6, 14, 12, "fill", colour);
    } else {
      String mode = trace.path("mode").asText("lines+markers");
      if (mode.contains("lines")) {
        JsonNode line = trace.path("line");
        String width = SvgPen.px(line.path("width").asDouble(2));
        String dash = PictureTraces.dash(line);
        pen.line(
            x, y, x + 26, y, "stroke", colour, "stroke-width", width, "stroke-dasharray", dash);
      }
      if (mode.contains("markers")) {
        JsonNode marker = trace.path("marker");
        String symbol = marker.path("symbol").asText("circle");
        double radius = Math.min(9, marker.path("size").asDouble(6)) / 2;
        boolean open = PictureMarks.isOpen(symbol);
        pen.path(
            PictureMarks.symbol(symbol, x + 13, y, radius),
            "fill",
            open ? "none" : colour,
            "stroke",
            open ? colour : "");
      }
    }
    pen.text(x + SAMPLE, y + 4, name(trace), "start", Picture.FONT_SIZE);
  }

  private double from() {
    return barOwner.path(barOwner.has("cmin") ? "cmin" : "zmin").asDouble(0);
  }

  private double to() {
    return barOwner.path(barOwner.has("cmax") ? "cmax" : "zmax").asDouble(1);
  }

  private List<AxisTicks.Tick> ticks() {
    double length = picture.bottom - picture.top;
    return AxisTicks.of(
        new PictureAxis(bar, true, from(), to(), picture.bottom, Math.max(length, 100), List.of()));
  }

  private double barWidth() {
    double widest = 0;
    for (AxisTicks.Tick tick : ticks()) {
      widest = Math.max(widest, SvgText.width(tick.label(), Picture.FONT_SIZE));
    }
    boolean titled = bar.path("title").has("text");
    return 12 + 6 + widest + (titled ? 20 : 0);
  }

  /** Draws the colour bar from the lowest value to the highest, with ticks. */
  private void bar() {
    JsonNode scale =
        barOwner.path("colorscale").isArray() ? barOwner.path("colorscale") : Colours.scale(1);
    double left = picture.right + 14;
    double length = picture.bottom - picture.top;
    double thickness = bar.path("thickness").asDouble(30);
    // viewers that put several drawings on one page share their names
    String name = "scale-" + Integer.toHexString(scale.hashCode());
    picture
        .pen
        .gradient(name, scale)
        .rect(left, picture.top, thickness, length, "fill", "url(#" + name + ")");
    double widest = 0;
    for (AxisTicks.Tick tick : ticks()) {
      double y = picture.bottom - (tick.value() - from()) / (to() - from()) * length;
      picture.pen.text(left + thickness + 5, y + 4, tick.label(), "start", Picture.FONT_SIZE);
      widest = Math.max(widest, SvgText.width(tick.label(), Picture.FONT_SIZE));
    }
    String title = bar.path("title").path("text").asText();
    double x = left + thickness + widest + 14;
    double middle = (picture.top + picture.bottom) / 2;
    String turned = "translate(%s %s)rotate(-90)".formatted(SvgPen.px(x + 6), SvgPen.px(middle));
    picture.pen.text(0, 0, title, "middle", Picture.FONT_SIZE, "transform", turned);
  }
}
