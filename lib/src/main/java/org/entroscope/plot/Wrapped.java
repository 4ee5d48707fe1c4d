package org.entroscope.plot;

import java.util.ArrayList;
import java.util.List;

/** Words in as many lines as their place is wide enough for. */
final class Wrapped {

  private Wrapped() {}

  /**
   * The lines of some words, broken at spaces.
   *
   * @param literal plain text
   * @param size of the letters
   * @param width of the place in pixels
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

  /** The lines as a label of Plotly. */
  static String label(List<String> lines) {
    return String.join("<br>", lines.stream().map(Json::text).toList());
  }
}
