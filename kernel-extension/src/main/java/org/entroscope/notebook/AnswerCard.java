package org.entroscope.notebook;

import org.entroscope.workshop.Answer;

/** Shows the feedback of an exercise as a card. Its colour and its first words show the verdict. */
final class AnswerCard {

  private AnswerCard() {}

  static DisplayBundle of(Answer answer) {
    String colour =
        switch (answer.verdict()) {
          case RIGHT -> "#009e73";
          case NOT_YET -> "#d55e00";
          case MISSING -> "#808890";
        };
    StringBuilder html =
        new StringBuilder(
            """
            <div class="entroscope-answer" style="border-left:4px solid %s;padding:4px 12px;\
            max-width:760px"><div dir="auto"><span style="font-weight:600;color:%s">%s</span>\
             <span style="opacity:.7">%s</span></div><div dir="auto">%s</div>\
            """
                .formatted(
                    colour,
                    colour,
                    Html.escape(answer.verdict().toString()),
                    Html.escape(answer.exercise()),
                    Html.escape(answer.words())));
    if (!answer.hint().isEmpty()) {
      html.append("<details><summary>Hint</summary><div dir=\"auto\">")
          .append(Html.escape(answer.hint()))
          .append("</div></details>");
    }
    return DisplayBundle.of(html.append("</div>").toString(), answer.toString());
  }
}
