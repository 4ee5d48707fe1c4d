package org.entroscope.notebook;

import java.util.Locale;
import org.entroscope.architecture.ModelShape;

/** Shows the sizes of a model in a row. */
final class ShapeCard {

  private ShapeCard() {}

  static DisplayBundle of(ModelShape shape) {
    String[][] cells = {
      {"layers", "L", number(shape.layers())},
      {"heads", "H", number(shape.heads())},
      {"width", "d", number(shape.hiddenSize())},
      {"head width", "d<sub>k</sub>", number(shape.headWidth())},
      {"context", "T", number(shape.context())},
      {"vocabulary", "V", number(shape.vocabulary())},
      {"initial std", "&sigma;", String.format(Locale.ROOT, "%.3f", shape.initialStd())}
    };
    StringBuilder head = new StringBuilder();
    StringBuilder body = new StringBuilder();
    for (String[] cell : cells) {
      head.append("<th style=\"text-align:right;padding:2px 12px\">")
          .append(cell[0])
          .append(" <i>")
          .append(cell[1])
          .append("</i></th>");
      body.append("<td style=\"text-align:right;padding:2px 12px\">")
          .append(cell[2])
          .append("</td>");
    }
    return DisplayBundle.of(
        "<table class=\"entroscope-shape\"><thead><tr>%s</tr></thead><tbody><tr>%s</tr></tbody></table>"
            .formatted(head, body),
        shape.toString());
  }

  private static String number(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
