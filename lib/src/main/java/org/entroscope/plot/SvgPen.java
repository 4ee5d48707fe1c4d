package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Writes the elements of an SVG drawing, with a precision of a tenth of a pixel. */
final class SvgPen {

  private final StringBuilder out = new StringBuilder();

  /** Formats a number of pixels as briefly as possible. */
  static String px(double pixels) {
    double bounded = Math.max(-1e5, Math.min(1e5, pixels));
    BigDecimal rounded = BigDecimal.valueOf(bounded).setScale(1, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /**
   * Writes further attributes of an element, given as pairs of a name and a value. Empty values are
   * left out.
   */
  private void attributes(String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (!pairs[i + 1].isEmpty()) {
        out.append(' ').append(pairs[i]).append("=\"").append(pairs[i + 1]).append('"');
      }
    }
  }

  SvgPen rect(double x, double y, double width, double height, String... pairs) {
    out.append("<rect");
    attributes("x", px(x), "y", px(y));
    attributes("width", px(Math.max(0, width)), "height", px(Math.max(0, height)));
    attributes(pairs);
    out.append("/>");
    return this;
  }

  SvgPen path(String d, String... pairs) {
    out.append("<path");
    attributes("d", d);
    attributes(pairs);
    out.append("/>");
    return this;
  }

  SvgPen line(double x0, double y0, double x1, double y1, String... pairs) {
    String to = y0 == y1 ? "H" + px(x1) : x0 == x1 ? "V" + px(y1) : "L" + px(x1) + " " + px(y1);
    return path("M" + px(x0) + " " + px(y0) + to, pairs);
  }

  /** Defines a named frame at which paths may be clipped. */
  SvgPen clip(String name, double x, double y, double width, double height) {
    if (out.indexOf("<clipPath id=\"" + name + "\"") < 0) {
      out.append("<clipPath id=\"").append(name).append("\">");
      rect(x, y, width, height);
      out.append("</clipPath>");
    }
    return this;
  }

  /**
   * Defines a named gradient from the bottom to the top.
   *
   * @param scale a Plotly scale: a list of positions from 0 to 1 and colours
   */
  SvgPen gradient(String name, JsonNode scale) {
    out.append("<linearGradient");
    attributes("id", name, "x1", "0", "y1", "1", "x2", "0", "y2", "0");
    out.append('>');
    for (JsonNode stop : scale) {
      out.append("<stop");
      double position = stop.get(0).asDouble();
      String colour = PictureColour.hex(PictureColour.at(scale, position));
      attributes("offset", NumberText.fixed(position, 3), "stop-color", colour);
      out.append("/>");
    }
    out.append("</linearGradient>");
    return this;
  }

  /** Begins a group. All elements until {@link #end} share these attributes. */
  SvgPen group(String... pairs) {
    out.append("<g");
    attributes(pairs);
    out.append('>');
    return this;
  }

  SvgPen end() {
    out.append("</g>");
    return this;
  }

  /**
   * Draws an image. Its address is in {@code xlink:href}, because Inkscape 1.2, with which
   * nbconvert prints, does not support the {@code href} of SVG 2.
   */
  SvgPen image(double x, double y, double width, double height, String address, String... pairs) {
    out.append("<image");
    attributes("x", px(x), "y", px(y), "width", px(width), "height", px(height));
    attributes("xmlns:xlink", "http://www.w3.org/1999/xlink", "xlink:href", address);
    attributes("preserveAspectRatio", "none");
    attributes(pairs);
    out.append("/>");
    return this;
  }

  /**
   * Writes a label of one or more lines.
   *
   * @param y the baseline of the first line
   * @param anchor the alignment: start, middle or end
   * @param size the font size in pixels
   */
  SvgPen text(double x, double y, String label, String anchor, double size, String... pairs) {
    List<String> lines = SvgText.lines(label);
    for (int i = 0; i < lines.size(); i++) {
      if (SvgText.plain(lines.get(i)).isBlank()) {
        continue;
      }
      out.append("<text");
      attributes("x", px(x), "y", px(y + i * 1.3 * size));
      attributes("text-anchor", anchor.equals("start") ? "" : anchor);
      attributes("font-size", size == Picture.FONT_SIZE ? "" : px(size));
      attributes(pairs);
      out.append('>').append(SvgText.content(lines.get(i))).append("</text>");
    }
    return this;
  }

  /**
   * Returns an SVG document with a white background and everything that was written.
   *
   * @param title the text for screen readers
   */
  String document(int width, int height, String title) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
    role="img" font-family="%3$s" font-size="12" fill="%4$s"><title>%5$s</title>\
    <path d="M0 0h%1$dv%2$dH0z" fill="#ffffff"/>%6$s</svg>\
    """
        .formatted(
            width,
            height,
            Theme.FONT.replace("'", ""),
            Theme.LIGHT.text(),
            SvgText.content(Json.text(title)),
            out);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
