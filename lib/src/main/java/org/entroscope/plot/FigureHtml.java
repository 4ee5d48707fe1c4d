package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Converts figures to HTML: to a fragment for a cell, or to a page for a file. */
final class FigureHtml {

  // the minimum height is a sum, which Jupyter's sanitizer removes: without scripts, the picture
  // needs only its own height
  private static final String SCRIPT = oneLine(Resources.text("fragment.js"));
  private static final String FRAGMENT = Resources.text("figure.html").strip();
  private static final String PAGE = Resources.text("page.html");

  private static final String STATIC =
      "This is a static picture. To see the interactive figure, run this cell, or trust the"
          + " notebook (in JupyterLab: View, Activate Command Palette, Trust Notebook).";

  private static final String NOT_DRAWN =
      "This figure is not drawn, because it needs a script. To see it, run this cell, or trust the"
          + " notebook (in JupyterLab: View, Activate Command Palette, Trust Notebook).";

  private FigureHtml() {}

  /** Removes comments and line breaks from a script, so that a notebook has one line per figure. */
  static String oneLine(String script) {
    return script
        .lines()
        .map(String::strip)
        .filter(line -> !line.startsWith("//"))
        .collect(Collectors.joining(" "));
  }

  static String fragment(Figure figure) {
    ObjectNode input = Json.object();
    input.set("data", figure.data());
    input.set("layout", figure.layout());
    input.put("description", figure.description());
    if (PlotlyLibrary.isFullWanted(figure)) {
      input.put("full", true);
    }
    // the id depends on the content: a notebook that is run again keeps its bytes, and two figures
    // with the same id on a page are equal
    String id =
        UUID.nameUUIDFromBytes(Json.write(input).getBytes(StandardCharsets.UTF_8)).toString();
    input.put("id", id);
    String title = figure.title().isBlank() ? "Figure" : figure.title();
    Optional<String> picture = figure.toSvg().map(svg -> picture(svg, figure.description()));
    return Resources.fill(
        FRAGMENT,
        "id",
        id,
        "height",
        String.valueOf(figure.height()),
        "picture",
        picture.orElse(""),
        "open",
        picture.isPresent() ? "" : " open",
        "summary",
        picture.isPresent() ? "The numbers as text" : "What the figure shows",
        "title",
        Json.html(title),
        "text",
        Json.html(withoutTitle(figure.toText(), title)).replaceAll("\\R", "&#10;"),
        "note",
        picture.isPresent() ? STATIC : NOT_DRAWN,
        "script",
        SCRIPT,
        "input",
        Json.script(input));
  }

  /**
   * Returns an image element. Pages without scripts remove SVG elements but keep images with inline
   * data. The data are escaped rather than written in base 64, because a notebook has many figures.
   */
  static String picture(String svg, String description) {
    return "<img class=\"entroscope-static\" alt=\"%s\" style=\"max-width:100%%;height:auto\" src='%s%s'>"
        .formatted(Json.html(description).replaceAll("\\R", " "), "data:image/svg+xml,", url(svg));
  }

  /**
   * Escapes the characters that end an address or the attribute that contains it. Tags are escaped
   * because sanitizers remove attributes with tags.
   */
  private static String url(String svg) {
    return svg.replace("%", "%25")
        .replace("#", "%23")
        .replace("&", "%26")
        .replace("<", "%3C")
        .replace("'", "%27")
        .replace("\n", "%0A");
  }

  /** Returns the text after the title, because the title is shown above it in bold. */
  private static String withoutTitle(String text, String title) {
    return text.lines().findFirst().orElse("").equals(title)
        ? text.substring(title.length()).replaceFirst("^\\R+", "")
        : text;
  }

  static String page(Figure figure) {
    return Resources.fill(
        PAGE,
        "title",
        Json.html(figure.title()),
        "library",
        PlotlyLibrary.htmlFor(figure),
        "figure",
        fragment(figure));
  }
}
