package org.entroscope.notebook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A drawing that needs no trust. Jupyter takes SVG elements out of outputs that it does not trust,
 * and leaves their texts as a jumble of letters; a picture with its data inside it keeps. On a page
 * that runs scripts the picture becomes an SVG element again, which has the page's colours and
 * shows what the pointer is on.
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
   * The element of a drawing.
   *
   * @param content SVG elements, without the one around them; may use {@code currentColor}
   * @param alternative what the drawing shows, for those who do not see it
   * @param fluid whether it becomes smaller with the page
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

  /** The drawing itself, which stands alone as a file. */
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

  /** The same XML for programs that take bytes for characters. */
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
