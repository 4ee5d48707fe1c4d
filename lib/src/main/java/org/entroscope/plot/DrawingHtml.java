package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Converts drawings to HTML. */
final class DrawingHtml {

  static final int WIDTH = Picture.WIDTH;

  private static final String FRAGMENT = Resources.text("drawing.html").strip();
  private static final String FRAME = Resources.text("drawing.js");

  private DrawingHtml() {}

  /**
   * Returns an HTML fragment for a notebook cell.
   *
   * @param script the name of the resource with the script that draws; the script is the body of a
   *     function of the box
   * @param input the data that the script draws
   */
  static String fragment(Drawing drawing, String title, String script, ObjectNode input) {
    String body = Resources.text(script);
    String code = FigureHtml.oneLine(Resources.fill(FRAME, "body", body));
    String bytes = script + Json.write(input);
    input.put("id", UUID.nameUUIDFromBytes(bytes.getBytes(StandardCharsets.UTF_8)).toString());
    return Resources.fill(
        FRAGMENT,
        "id",
        input.path("id").asText(),
        "picture",
        FigureHtml.picture(drawing.toSvg(), title),
        "text",
        Json.html(drawing.toText()).replaceAll("\\R", "&#10;"),
        "script",
        code,
        "input",
        Json.script(input));
  }
}
