package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One axis of a picture, from values to pixels.
 *
 * @param json its specification
 * @param upright whether it is a y axis
 * @param from value at its left or lower end; a logarithm on a logarithmic axis
 * @param to value at the other end
 * @param start pixel of its left or lower end
 * @param length in pixels
 * @param categories the names along it; empty for an axis of numbers
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

  /** The pixel of a value of the axis; of a logarithm on a logarithmic one. */
  double pixel(double value) {
    double share = (value - from) / (to - from) * length;
    return upright ? start - share : start + share;
  }

  /** The pixel of a datum: a number, or the name of a category; NaN for what has no place. */
  double of(JsonNode datum) {
    return pixel(value(datum, json, categories));
  }

  /** The place of a datum on an axis; NaN for what has none. */
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

  /** The size of the letters at its ticks. */
  double letters() {
    return json.path("tickfont").path("size").asDouble(Picture.FONT_SIZE);
  }

  /** Whether a datum is a number, or a text that plotly.js takes for one. */
  static boolean isNumber(JsonNode datum) {
    return datum.isNumber()
        || datum.isTextual() && datum.asText().matches("-?\\d*\\.?\\d+([eE][-+]?\\d+)?");
  }

  /** The pixel of an annotation's or a shape's place: in shares of the axis, or as a datum. */
  double of(JsonNode place, String reference) {
    if (reference.endsWith("domain")) {
      double share = place.asDouble() * length;
      return upright ? start - share : start + share;
    }
    return of(place);
  }
}
