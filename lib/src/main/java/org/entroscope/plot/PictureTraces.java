package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Draws the traces of a picture: lines itself, and all others with other classes. */
final class PictureTraces {

  private final Picture picture;

  PictureTraces(Picture picture) {
    this.picture = picture;
  }

  void draw() {
    Map<String, double[]> piles = new HashMap<>();
    List<JsonNode> bars = new ArrayList<>();
    picture.data.forEach(
        trace -> {
          if (type(trace).equals("bar")) {
            bars.add(trace);
          }
        });
    for (JsonNode trace : picture.data) {
      PictureAxis x = picture.axisOf(trace, "xaxis", "x");
      PictureAxis y = picture.axisOf(trace, "yaxis", "y");
      if (x == null || y == null || trace.path("visible").asText("true").equals("false")) {
        continue;
      }
      switch (type(trace)) {
        case "heatmap" -> new PictureCells(picture, trace, x, y).draw();
        case "bar" -> new PictureBars(picture).bar(trace, x, y, bars, piles);
        default -> scatter(trace, x, y);
      }
    }
  }

  private static String type(JsonNode trace) {
    return trace.path("type").asText("scatter");
  }

  static String dash(JsonNode line) {
    return switch (line.path("dash").asText()) {
      case "dot" -> "2 3";
      case "dash" -> "7 4";
      case "dashdot" -> "7 3 2 3";
      case "longdash" -> "12 4";
      case "longdashdot" -> "12 3 2 3";
      default -> "";
    };
  }

  /** Returns the colour of a trace's markers. */
  static String colour(JsonNode trace) {
    JsonNode marker = trace.path("marker").path("color");
    JsonNode line = trace.path("line").path("color");
    String given = marker.isTextual() ? marker.asText() : line.asText();
    return PictureColour.solid(given.isEmpty() ? Colours.named(0) : given, Colours.named(0));
  }

  private static String px(double pixels) {
    return SvgPen.px(pixels);
  }

  private void scatter(JsonNode trace, PictureAxis x, PictureAxis y) {
    int n = Math.min(trace.path("x").size(), trace.path("y").size());
    double[][] at = new double[n][];
    for (int i = 0; i < n; i++) {
      at[i] = new double[] {x.of(trace.path("x").get(i)), y.of(trace.path("y").get(i))};
    }
    String mode = trace.path("mode").asText("lines+markers");
    JsonNode line = trace.path("line");
    String colour = colour(trace);
    String given = line.path("color").asText(colour);
    String clip = clip(at, x, y);
    if (trace.path("fill").asText().equals("toself") && n > 0) {
      String fill = trace.path("fillcolor").asText(colour);
      String opacity = PictureColour.opacity(fill);
      picture.pen.path(
          path(at) + "z",
          "fill",
          PictureColour.solid(fill, colour),
          "fill-opacity",
          opacity,
          "clip-path",
          clip);
    }
    double width = line.path("width").asDouble(2);
    if (mode.contains("lines") && width > 0 && n > 0) {
      picture.pen.path(
          path(at),
          "fill",
          "none",
          "stroke",
          PictureColour.solid(given, colour),
          "stroke-opacity",
          PictureColour.opacity(given),
          "stroke-width",
          px(width),
          "stroke-dasharray",
          dash(line),
          "clip-path",
          clip);
    }
    new PictureBars(picture).errors(trace, x, y, at, colour);
    if (mode.contains("markers") && n > 0) {
      new PictureMarks(picture).markers(trace, at, colour);
    }
    if (mode.contains("text")) {
      new PictureMarks(picture).words(trace, at);
    }
  }

  /** Clips lines at the edges of their panel; returns an empty text if no line crosses them. */
  private String clip(double[][] at, PictureAxis x, PictureAxis y) {
    double top = y.start() - y.length();
    double right = x.start() + x.length();
    for (double[] point : at) {
      if (point[0] < x.start() - 1
          || point[0] > right + 1
          || point[1] < top - 1
          || point[1] > y.start() + 1) {
        // equal names mean equal frames, even if several pictures share a page
        String name =
            "c%s-%s-%s-%s".formatted(px(x.start()), px(top), px(x.length()), px(y.length()));
        picture.pen.clip(name, x.start(), top, x.length(), y.length());
        return "url(#" + name + ")";
      }
    }
    return "";
  }

  /** Returns a path through all points, with gaps at missing points. */
  private static String path(double[][] at) {
    StringBuilder path = new StringBuilder();
    long[] before = null;
    for (double[] point : at) {
      if (!Double.isFinite(point[0]) || !Double.isFinite(point[1])) {
        before = null;
        continue;
      }
      // relative coordinates in tenths of pixels, which need fewer bytes
      long[] here = {Math.round(10 * point[0]), Math.round(10 * point[1])};
      if (before == null) {
        path.append('M').append(px(here[0] / 10.0)).append(' ').append(px(here[1] / 10.0));
      } else if (here[0] != before[0] || here[1] != before[1]) {
        String down = px((here[1] - before[1]) / 10.0);
        path.append('l').append(px((here[0] - before[0]) / 10.0));
        path.append(down.startsWith("-") ? "" : " ").append(down);
      }
      before = here;
    }
    return path.toString();
  }
}
