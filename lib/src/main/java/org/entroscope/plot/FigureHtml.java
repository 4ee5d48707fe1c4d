package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Figures as HTML: the fragment for a cell, the page for a file. */
final class FigureHtml {

  // its minimum height is a sum, which Jupyter's sanitizer takes away: where no script draws, the
  // words need no room for a drawing
  private static final String SCRIPT = Resources.text("figure.js");
  private static final String FRAGMENT = Resources.text("figure.html");
  private static final String PAGE = Resources.text("page.html");

  private FigureHtml() {}

  static String fragment(Figure figure) {
    ObjectNode themes = Json.object();
    themes.set("light", Theme.LIGHT.transparent());
    themes.set("dark", Theme.DARK.transparent());
    ObjectNode input = Json.object();
    input.set("data", figure.data());
    input.set("layout", figure.layout());
    input.set("themes", themes);
    // by content: a notebook that is run again keeps its bytes, and two figures of one id on a page
    // are the same figure
    String id =
        UUID.nameUUIDFromBytes(Json.write(input).getBytes(StandardCharsets.UTF_8)).toString();
    input.put("id", id);
    String title = figure.title().isBlank() ? "Figure" : figure.title();
    return Resources.fill(
        FRAGMENT,
        "id",
        id,
        "height",
        String.valueOf(figure.height()),
        "title",
        Json.html(title),
        "text",
        Json.html(withoutTitle(figure.toText(), title)),
        "script",
        SCRIPT,
        "input",
        Json.script(input));
  }

  /** What follows the title, which stands above it in bold. */
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
        PlotlyLibrary.html(),
        "figure",
        fragment(figure));
  }
}
