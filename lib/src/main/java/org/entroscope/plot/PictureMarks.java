package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws the markers and labels at the points of a trace. */
final class PictureMarks {

  private final Picture picture;

  PictureMarks(Picture picture) {
    this.picture = picture;
  }

  private static String px(double pixels) {
    return SvgPen.px(pixels);
  }

  void markers(JsonNode trace, double[][] at, String colour) {
    JsonNode marker = trace.path("marker");
    double radius = marker.path("size").asDouble(6) / 2;
    String symbol = marker.path("symbol").asText("circle");
    boolean round = symbol.equals("circle");
    Map<String, StringBuilder> byColour = new LinkedHashMap<>();
    for (int i = 0; i < at.length; i++) {
      if (Double.isFinite(at[i][0]) && Double.isFinite(at[i][1])) {
        String own =
            marker.path("color").isArray()
                ? PictureColour.solid(marker.path("color").path(i).asText(), colour)
                : colour;
        byColour
            .computeIfAbsent(own, c -> new StringBuilder())
            .append(round ? dot(at[i]) : symbol(symbol, at[i][0], at[i][1], radius));
      }
    }
    String opacity = marker.has("opacity") ? marker.path("opacity").asText() : "";
    boolean open = isOpen(symbol);
    byColour.forEach(
        (own, path) -> {
          if (round) {
            picture.pen.path(
                path.toString(),
                "stroke",
                own,
                "stroke-width",
                px(2 * radius),
                "stroke-linecap",
                "round",
                "stroke-opacity",
                opacity);
          } else {
            picture.pen.path(
                path.toString(),
                "fill",
                open ? "none" : own,
                "stroke",
                open ? own : "",
                "stroke-width",
                open ? "1.5" : "",
                "fill-opacity",
                opacity);
          }
        });
  }

  /**
   * Returns a line of length 0, whose round ends form a dot. It needs fewer bytes than a circle.
   */
  private static String dot(double[] at) {
    return "M" + px(at[0]) + " " + px(at[1]) + "h0";
  }

  /** Returns whether a marker is drawn only as an outline. */
  static boolean isOpen(String symbol) {
    return symbol.endsWith("-open") || symbol.equals("x") || symbol.equals("cross");
  }

  /** Returns the outline of a marker around a point. */
  static String symbol(String name, double x, double y, double r) {
    String shape = name.replace("-open", "");
    return switch (shape) {
      case "diamond" -> {
        double d = 1.3 * r;
        yield "M%s %sl%s %sl%s %sl%s %sz"
            .formatted(px(x - d), px(y), px(d), px(-d), px(d), px(d), px(-d), px(d));
      }
      case "square" ->
          "M%s %sh%sv%sh%sz".formatted(px(x - r), px(y - r), px(2 * r), px(2 * r), px(-2 * r));
      case "triangle-up" ->
          "M%s %sl%s %sh%sz"
              .formatted(px(x), px(y - 1.15 * r), px(1.15 * r), px(2 * r), px(-2.3 * r));
      case "cross" ->
          "M%s %sh%sM%s %sv%s".formatted(px(x - r), px(y), px(2 * r), px(x), px(y - r), px(2 * r));
      case "x" ->
          "M%s %sl%s %sM%s %sl%s %s"
              .formatted(
                  px(x - r),
                  px(y - r),
                  px(2 * r),
                  px(2 * r),
                  px(x - r),
                  px(y + r),
                  px(2 * r),
                  px(-2 * r));
      default ->
          "M%s %sa%3$s %3$s 0 1 0 %4$s 0a%3$s %3$s 0 1 0 %5$s 0"
              .formatted(px(x - r), px(y), px(r), px(2 * r), px(-2 * r));
    };
  }

  void words(JsonNode trace, double[][] at) {
    JsonNode font = trace.path("textfont");
    double size = font.path("size").asDouble(Picture.FONT_SIZE);
    // attributes that all labels share are written once
    Map<List<String>, List<Integer>> alike = new LinkedHashMap<>();
    for (int i = 0; i < at.length; i++) {
      boolean there = Double.isFinite(at[i][0]) && Double.isFinite(at[i][1]);
      if (there && !each(trace.path("text"), i).isEmpty()) {
        String colour = PictureColour.solid(each(font.path("color"), i), "");
        String place = each(trace.path("textposition"), i);
        alike.computeIfAbsent(List.of(colour, place), k -> new ArrayList<>()).add(i);
      }
    }
    boolean marked = trace.path("mode").asText().contains("markers");
    double beside = marked ? trace.path("marker").path("size").asDouble(6) / 2 + 3 : 3;
    alike.forEach(
        (common, indices) -> {
          String place = common.get(1);
          double right = place.endsWith("right") ? beside : place.endsWith("left") ? -beside : 0;
          double down =
              place.startsWith("top")
                  ? -beside
                  : place.startsWith("bottom") ? beside + 0.75 * size : 0.35 * size;
          picture.pen.group(
              "font-size",
              size == Picture.FONT_SIZE ? "" : px(size),
              "text-anchor",
              right > 0 ? "" : right < 0 ? "end" : "middle",
              "fill",
              common.get(0));
          for (int i : indices) {
            String label = each(trace.path("text"), i);
            picture.pen.text(at[i][0] + right, at[i][1] + down, label, "start", Picture.FONT_SIZE);
          }
          picture.pen.end();
        });
  }

  /** Returns the i-th of several values, or the single value for all. */
  static String each(JsonNode values, int i) {
    return values.isArray() ? values.path(i).asText() : values.asText();
  }
}
