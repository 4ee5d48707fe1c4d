package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Converts colours of a specification to a form that all SVG viewers can read. */
final class PictureColour {

  private static final Pattern WITH_OPACITY = Pattern.compile("#([0-9a-fA-F]{6})([0-9a-fA-F]{2})");
  private static final Pattern RGBA =
      Pattern.compile("rgba\\((\\d+),\\s*(\\d+),\\s*(\\d+),\\s*([\\d.]+)\\)");
  private static final Pattern SAFE =
      Pattern.compile("#[0-9a-fA-F]{3,6}|[a-zA-Z]+|rgb\\([\\d, ]+\\)");

  private static final Pattern RGB = Pattern.compile("rgba?\\((\\d+),\\s*(\\d+),\\s*(\\d+).*");
  private static final Pattern HEX = Pattern.compile("#[0-9a-fA-F]{6}.*");

  private PictureColour() {}

  /** Returns a colour without its opacity, or the alternative if the colour cannot be read. */
  static String solid(String colour, String otherwise) {
    Matcher hex = WITH_OPACITY.matcher(colour);
    if (hex.matches()) {
      return "#" + hex.group(1);
    }
    Matcher rgba = RGBA.matcher(colour);
    if (rgba.matches()) {
      return "rgb(%s,%s,%s)".formatted(rgba.group(1), rgba.group(2), rgba.group(3));
    }
    return SAFE.matcher(colour).matches() ? colour : otherwise;
  }

  /** Returns the opacity of a colour as the value of an attribute; empty for 1. */
  static String opacity(String colour) {
    Matcher hex = WITH_OPACITY.matcher(colour);
    if (hex.matches()) {
      return NumberText.fixed(Integer.parseInt(hex.group(2), 16) / 255.0, 2);
    }
    Matcher rgba = RGBA.matcher(colour);
    return rgba.matches() ? rgba.group(4) : "";
  }

  /**
   * Returns the colour at a position from 0 to 1 of a Plotly scale, a list of positions and
   * colours.
   */
  static int at(JsonNode scale, double place) {
    int below = 0;
    while (below < scale.size() - 2 && scale.get(below + 1).get(0).asDouble() < place) {
      below++;
    }
    double from = scale.get(below).get(0).asDouble();
    double to = scale.get(below + 1).get(0).asDouble();
    double share = to > from ? Math.max(0, Math.min(1, (place - from) / (to - from))) : 0;
    int low = rgb(scale.get(below).get(1).asText());
    int high = rgb(scale.get(below + 1).get(1).asText());
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double a = low >> shift & 255;
      double b = high >> shift & 255;
      colour |= (int) Math.round(a + share * (b - a)) << shift;
    }
    return colour;
  }

  static String hex(int rgb) {
    return "#%06x".formatted(rgb);
  }

  private static int rgb(String colour) {
    Matcher parts = RGB.matcher(colour);
    if (parts.matches()) {
      return Integer.parseInt(parts.group(1)) << 16
          | Integer.parseInt(parts.group(2)) << 8
          | Integer.parseInt(parts.group(3));
    }
    return HEX.matcher(colour).matches() ? Integer.parseInt(colour.substring(1, 7), 16) : 0;
  }
}
