package org.entroscope.notebook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A drawing that is also shown in untrusted notebooks. Jupyter removes SVG elements from untrusted
 * outputs and leaves only their text, but it keeps images with inline data. On a page that runs
 * scripts, the image becomes an SVG element again, which uses the colours of the page and has
 * tooltips.
 */
final class SvgPicture {

  private static final String TYPE = "data:image/svg+xml;base64,";

  private static final String BECOME_AN_ELEMENT =
      ("var svg=new DOMParser().parseFromString(atob(this.src.slice(%d)),'image/svg+xml')"
              + ".documentElement;"
              + "svg.querySelector('.ground').remove();svg.removeAttribute('color');"
              + "svg.setAttribute('style',this.getAttribute('style'));this.replaceWith(svg)")
          .formatted(TYPE.length());

  private SvgPicture() {}

  /**
   * Returns the HTML element of a drawing.
   *
   * @param content the SVG elements without the outer element; may use {@code currentColor}
   * @param alternative the alternative text, which describes the drawing
   * @param fluid whether the drawing shrinks with the page
   */
  static String html(int width, int height, String content, String alternative, boolean fluid) {
    String label = Html.escape(alternative);
    String svg = svg(width, height, content, alternative);
    String size =
        fluid
            ? "width:100%%;max-width:%dpx;height:auto".formatted(width)
            : "width:%dpx;height:%dpx".formatted(width, height);
    return "<img class=\"entroscope-picture\" alt=\"%s\" style=\"%s\" src=\"%s%s\" onload=\"%s\">"
        .formatted(
            label,
            size,
            TYPE,
            Base64.getEncoder().encodeToString(ascii(svg).getBytes(StandardCharsets.US_ASCII)),
            BECOME_AN_ELEMENT);
  }

  /** Returns the drawing as SVG that is also valid as a file. */
  static String svg(int width, int height, String content, String alternative) {
    String label = Html.escape(alternative);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d"\
     role="img" aria-label="%3$s" font-family="system-ui,sans-serif" color="#24292f"\
     fill="currentColor"><rect class="ground" width="100%%" height="100%%" fill="#ffffff"/>\
    %4$s</svg>\
    """
        .formatted(width, height, label, content);
  }

  /** Returns equivalent XML with ASCII characters only. */
  private static String ascii(String xml) {
    StringBuilder ascii = new StringBuilder(xml.length());
    xml.codePoints()
        .forEach(
            c -> {
              if (c < 128) {
                ascii.append((char) c);
              } else {
                ascii.append("&#").append(c).append(';');
              }
            });
    return ascii.toString();
  }
}
