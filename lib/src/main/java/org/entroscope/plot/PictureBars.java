package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Draws the bars of a picture and its error bars. */
final class PictureBars {

  private final Picture picture;

  PictureBars(Picture picture) {
    this.picture = picture;
  }

  private static String px(double pixels) {
    return SvgPen.px(pixels);
  }

  void bar(
      JsonNode trace,
      PictureAxis x,
      PictureAxis y,
      List<JsonNode> bars,
      Map<String, double[]> piles) {
    boolean across = trace.path("orientation").asText().equals("h");
    PictureAxis places = across ? y : x;
    PictureAxis lengths = across ? x : y;
    JsonNode values = trace.path(across ? "x" : "y");
    JsonNode at = trace.path(across ? "y" : "x");
    List<JsonNode> beside =
        bars.stream()
            .filter(other -> other.path("xaxis").equals(trace.path("xaxis")))
            .filter(other -> other.path("yaxis").equals(trace.path("yaxis")))
            .toList();
    boolean stacked = picture.layout.path("barmode").asText("group").equals("stack");
    double unit = Math.abs(places.pixel(1) - places.pixel(0));
    double all = unit * (1 - picture.layout.path("bargap").asDouble(0.2));
    int count = stacked ? 1 : beside.size();
    double one = all / count * (1 - picture.layout.path("bargroupgap").asDouble(0));
    double shift = stacked ? 0 : (beside.indexOf(trace) - (count - 1) / 2.0) * all / count;
    if (trace.has("width")) {
      one = unit * trace.path("width").asDouble();
      shift = 0;
    }
    double[] pile =
        piles.computeIfAbsent(
            trace.path("xaxis").asText() + trace.path("yaxis").asText(),
            key -> new double[values.size()]);
    StringBuilder path = new StringBuilder();
    double[][] ends = new double[values.size()][];
    for (int i = 0; i < values.size(); i++) {
      double base = stacked ? pile[i] : 0;
      double to = base + values.get(i).asDouble(0);
      pile[i] = to;
      double middle = places.of(at.path(i)) + shift;
      double p0 = lengths.pixel(base);
      double p1 = lengths.pixel(to);
      ends[i] = across ? new double[] {p1, middle} : new double[] {middle, p1};
      if (!Double.isFinite(middle) || values.get(i).isNull() || p0 == p1) {
        continue;
      }
      path.append(
          across
              ? "M%s %sH%sv%sH%sz".formatted(px(p0), px(middle - one / 2), px(p1), px(one), px(p0))
              : "M%s %sV%sh%sV%sz"
                  .formatted(px(middle - one / 2), px(p0), px(p1), px(one), px(p0)));
    }
    String colour = PictureTraces.colour(trace);
    picture.pen.path(path.toString(), "fill", colour);
    errors(trace, x, y, ends, colour);
    double size = trace.path("textfont").path("size").asDouble(Picture.FONT_SIZE);
    for (int i = 0; i < ends.length; i++) {
      String label = PictureMarks.each(trace.path("text"), i);
      boolean negative = values.get(i).asDouble(0) < 0;
      double outside = across ? 0.35 * size : negative ? size + 1 : -4;
      picture.pen.text(
          ends[i][0] + (across ? 4 : 0),
          ends[i][1] + outside,
          label,
          across ? "start" : "middle",
          size);
    }
  }

  void errors(JsonNode trace, PictureAxis x, PictureAxis y, double[][] at, String colour) {
    for (boolean upright : new boolean[] {false, true}) {
      JsonNode bars = trace.path(upright ? "error_y" : "error_x");
      if (bars.isMissingNode()) {
        continue;
      }
      StringBuilder path = new StringBuilder();
      double cap = bars.path("width").asDouble(4);
      for (int i = 0; i < at.length; i++) {
        JsonNode middle = trace.path(upright ? "y" : "x").path(i);
        JsonNode array = bars.path("array").path(i);
        if (!array.isNumber() || !middle.isNumber()) {
          continue;
        }
        double above = middle.asDouble() + array.asDouble();
        double below =
            middle.asDouble() - bars.path("arrayminus").path(i).asDouble(array.asDouble());
        PictureAxis axis = upright ? y : x;
        double from = within(axis, axis.of(Json.number(below)));
        double to = within(axis, axis.of(Json.number(above)));
        String fixed = px(at[i][upright ? 0 : 1]);
        String half = px(2 * cap);
        if (upright) {
          String left = px(at[i][0] - cap);
          path.append(
              "M%s %sV%sM%s %sh%sM%s %sh%s"
                  .formatted(fixed, px(from), px(to), left, px(from), half, left, px(to), half));
        } else {
          String upper = px(at[i][1] - cap);
          path.append(
              "M%s %sH%sM%s %sv%sM%s %sv%s"
                  .formatted(px(from), fixed, px(to), px(from), upper, half, px(to), upper, half));
        }
      }
      String given = bars.path("color").asText(colour);
      picture.pen.path(
          path.toString(),
          "stroke",
          PictureColour.solid(given, colour),
          "stroke-width",
          px(bars.path("thickness").asDouble(2)));
    }
  }

  /** Clips a pixel to the panel; returns the start of the axis for NaN. */
  private static double within(PictureAxis axis, double pixel) {
    double end = axis.pixel(axis.to());
    double least = Math.min(axis.start(), end);
    double most = Math.max(axis.start(), end);
    return Double.isFinite(pixel) ? Math.max(least, Math.min(most, pixel)) : axis.start();
  }
}
