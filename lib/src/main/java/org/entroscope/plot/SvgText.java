package org.entroscope.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Converts Plotly labels, which are a kind of HTML, to SVG texts, and estimates their width. */
final class SvgText {

  private static final Pattern BREAK = Pattern.compile("<br\\s*/?>", Pattern.CASE_INSENSITIVE);
  private static final Pattern RAISED = Pattern.compile("<sup>([^<]*)</sup>");
  private static final Pattern TAG = Pattern.compile("<[^>]*>");

  /**
   * The widths of the characters from the space to ~ in Helvetica, in thousandths of the font size.
   */
  private static final int[] WIDTHS = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584
  };

  /** A factor for fonts on Linux, which are wider than Helvetica. */
  private static final double WIDER = 1.2;

  private SvgText() {}

  /** Returns the lines of a label with their markup. */
  static List<String> lines(String label) {
    return List.of(BREAK.split(label, -1));
  }

  /**
   * Returns a line of a label as content of an SVG text, with raised powers and no other markup.
   */
  static String content(String line) {
    List<String> parts = new ArrayList<>();
    var raised = RAISED.matcher(line);
    int from = 0;
    while (raised.find()) {
      parts.add(Json.html(plain(line.substring(from, raised.start()))));
      String power = Json.html(plain(raised.group(1)));
      parts.add("<tspan dy=\"-5\" font-size=\"75%\">" + power + "</tspan>");
      from = raised.end();
    }
    String rest = Json.html(plain(line.substring(from)));
    parts.add(from > 0 && !rest.isEmpty() ? "<tspan dy=\"5\">" + rest + "</tspan>" : rest);
    return String.join("", parts).replaceAll("[\\p{Cntrl}\\p{Cs}\uFFFE\uFFFF]", " ");
  }

  /** Returns a label without markup. */
  static String plain(String label) {
    return TAG.matcher(label)
        .replaceAll("")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#123;", "{")
        .replace("&nbsp;", "\u00A0")
        .replace("&amp;", "&");
  }

  /** Returns the approximate width of a label's longest line, in pixels. */
  static double width(String label, double size) {
    double widest = 0;
    for (String line : lines(label)) {
      double width = 0;
      for (char c : plain(line).toCharArray()) {
        width += c >= ' ' && c <= '~' ? WIDTHS[c - ' '] : c < 0x2E80 ? 600 : 1000;
      }
      widest = Math.max(widest, width);
    }
    return widest / 1000 * size * WIDER;
  }
}
