package org.entroscope.plot;

import java.util.ArrayList;
import java.util.List;

/** Wraps text to a given width. */
final class Wrapped {

  private Wrapped() {}

  /**
   * Wraps a text at spaces and returns its lines.
   *
   * @param literal the plain text
   * @param size the font size in pixels
   * @param width the available width in pixels
   */
  static List<String> lines(String literal, double size, double width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : literal.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && SvgText.width(Json.text(longer), size) > width) {
        lines.add(line.toString());
        line.setLength(0);
        longer = word;
      }
      line.setLength(0);
      line.append(longer);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Joins lines to a Plotly label. */
  static String label(List<String> lines) {
    return String.join("<br>", lines.stream().map(Json::text).toList());
  }
}
