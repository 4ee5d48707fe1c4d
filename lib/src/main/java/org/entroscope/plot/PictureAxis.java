package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One axis of a picture, which converts values to pixels.
 *
 * @param json the specification of the axis
 * @param upright whether the axis is a y axis
 * @param from the value at the left or lower end; its logarithm on a logarithmic axis
 * @param to the value at the other end
 * @param start the pixel of the left or lower end
 * @param length the length in pixels
 * @param categories the names along the axis; empty for an axis of numbers
 */
record PictureAxis(
    JsonNode json,
    boolean upright,
    double from,
    double to,
    double start,
    double length,
    List<String> categories) {

  boolean logarithmic() {
    return json.path("type").asText().equals("log");
  }

  /** Returns the pixel of a value, or of a logarithm if the axis is logarithmic. */
  double pixel(double value) {
    double share = (value - from) / (to - from) * length;
    return upright ? start - share : start + share;
  }

  /** Returns the pixel of a number or of the name of a category; NaN if it has no position. */
  double of(JsonNode datum) {
    return pixel(value(datum, json, categories));
  }

  /** Returns the value of a datum on an axis; NaN if it has no position. */
  static double value(JsonNode datum, JsonNode axis, List<String> categories) {
    if (datum == null || datum.isNull() || datum.isMissingNode()) {
      return Double.NaN;
    }
    if (!categories.isEmpty() && datum.isTextual()) {
      int place = categories.indexOf(datum.asText());
      return place < 0 ? Double.NaN : place;
    }
    double number = isNumber(datum) ? datum.asDouble() : Double.NaN;
    return axis.path("type").asText().equals("log")
        ? number > 0 ? Math.log10(number) : Double.NaN
        : number;
  }

  /** Returns the font size of the tick labels. */
  double letters() {
    return json.path("tickfont").path("size").asDouble(Picture.FONT_SIZE);
  }

  /** Returns whether a datum is a number, or a text that plotly.js treats as a number. */
  static boolean isNumber(JsonNode datum) {
    return datum.isNumber()
        || datum.isTextual() && datum.asText().matches("-?\\d*\\.?\\d+([eE][-+]?\\d+)?");
  }

  /** Returns the pixel of an annotation or a shape, given as a share of the axis or as a datum. */
  double of(JsonNode place, String reference) {
    if (reference.endsWith("domain")) {
      double share = place.asDouble() * length;
      return upright ? start - share : start + share;
    }
    return of(place);
  }
}
