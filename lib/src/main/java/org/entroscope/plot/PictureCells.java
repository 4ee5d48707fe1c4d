package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Draws a heat map: one path per colour, or an image of pixels if there are many cells. */
final class PictureCells {

  /** With more cells than this, an image needs fewer bytes than paths. */
  private static final int MOST_PATHS = 400;

  private final Picture picture;
  private final JsonNode trace;
  private final PictureAxis x;
  private final PictureAxis y;
  private final JsonNode scale;
  private final double low;
  private final double high;

  PictureCells(Picture picture, JsonNode trace, PictureAxis x, PictureAxis y) {
    this.picture = picture;
    this.trace = trace;
    this.x = x;
    this.y = y;
    JsonNode shared = picture.layout.path(trace.path("coloraxis").asText());
    boolean own = shared.isMissingNode();
    JsonNode given = (own ? trace : shared).path("colorscale");
    scale = given.isArray() && given.size() > 1 ? given : Colours.scale(1);
    low = own ? end("zmin", false) : shared.path("cmin").asDouble(0);
    high = own ? end("zmax", true) : shared.path("cmax").asDouble(1);
  }

  /** Returns an end of the colour range: the given value, or the most extreme one. */
  private double end(String field, boolean largest) {
    if (trace.has(field)) {
      return trace.path(field).asDouble();
    }
    double end = largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    for (JsonNode row : trace.path("z")) {
      for (JsonNode value : row) {
        double number = value.asDouble();
        end = value.isNull() ? end : largest ? Math.max(end, number) : Math.min(end, number);
      }
    }
    return end;
  }

  void draw() {
    JsonNode z = trace.path("z");
    int columns = 0;
    for (JsonNode row : z) {
      columns = Math.max(columns, row.size());
    }
    if (columns == 0) {
      return;
    }
    if (z.size() * columns > MOST_PATHS) {
      image(z, columns);
    } else {
      paths(z);
    }
  }

  /** Returns the pixel in the middle of the i-th column or row. */
  private double middle(String letter, PictureAxis axis, int i) {
    JsonNode places = trace.path(letter);
    return places.has(i) ? PictureAxis.value(places.get(i), axis.json(), axis.categories()) : i;
  }

  /** Draws the cells of a row as sections of one line that is as wide as the row is high. */
  private void paths(JsonNode z) {
    double gapX = trace.path("xgap").asDouble(0) / 2;
    double gapY = trace.path("ygap").asDouble(0) / 2;
    Map<Integer, StringBuilder> byColour = new TreeMap<>();
    for (int row = 0; row < z.size(); row++) {
      for (int column = 0; column < z.get(row).size(); column++) {
        if (z.get(row).get(column).isNull()) {
          continue;
        }
        double left = x.pixel(middle("x", x, column)) - size(x) / 2 + gapX;
        byColour
            .computeIfAbsent(colour(z.get(row).get(column)), c -> new StringBuilder())
            .append("M" + SvgPen.px(left) + " " + SvgPen.px(y.pixel(middle("y", y, row))))
            .append("h" + SvgPen.px(size(x) - 2 * gapX));
      }
    }
    picture.pen.group("stroke-width", SvgPen.px(size(y) - 2 * gapY));
    byColour.forEach(
        (colour, path) -> picture.pen.path(path.toString(), "stroke", PictureColour.hex(colour)));
    picture.pen.end();
  }

  /** Returns the size of a cell in pixels. */
  private static double size(PictureAxis axis) {
    return Math.abs(axis.pixel(0.5) - axis.pixel(-0.5));
  }

  /** Returns one of a hundred colours, so that many cells share a path. */
  private int colour(JsonNode value) {
    double place = (value.asDouble() - low) / (high - low);
    return PictureColour.at(scale, Math.round(100 * place) / 100.0);
  }

  private void image(JsonNode z, int columns) {
    double left = Math.min(x.pixel(-0.5), x.pixel(columns - 0.5));
    double top = Math.min(y.pixel(-0.5), y.pixel(z.size() - 0.5));
    double width = Math.abs(x.pixel(columns - 0.5) - x.pixel(-0.5));
    double height = Math.abs(y.pixel(z.size() - 0.5) - y.pixel(-0.5));
    boolean upsideDown = y.pixel(0) > y.pixel(1);
    // SVG viewers blur enlarged images: several pixels per cell keep the edges sharp
    int each = (int) Math.max(1, Math.min(8, Math.round(Math.max(width / columns, 1))));
    int[][] pixels = new int[z.size() * each][columns * each];
    for (int row = 0; row < z.size(); row++) {
      JsonNode values = z.get(upsideDown ? z.size() - 1 - row : row);
      int[] line = pixels[row * each];
      for (int column = 0; column < columns; column++) {
        JsonNode value = values.path(column);
        int colour = value.isNumber() ? colour(value) : -1;
        Arrays.fill(line, column * each, (column + 1) * each, colour);
      }
      Arrays.fill(pixels, row * each, (row + 1) * each, line);
    }
    picture.pen.image(left, top, width, height, Png.address(pixels));
  }
}
