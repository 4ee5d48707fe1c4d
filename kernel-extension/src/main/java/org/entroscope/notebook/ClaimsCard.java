package org.entroscope.notebook;

import org.entroscope.paper.Claims;
import org.entroscope.paper.Judgement;
import org.entroscope.paper.Verdict;

/** Shows claims as a table, with each verdict in words and in a colour. */
final class ClaimsCard {

  private ClaimsCard() {}

  static DisplayBundle of(Claims claims) {
    StringBuilder html =
        new StringBuilder(
            """
            <div style="overflow-x:auto"><table class="entroscope-claims">\
            <caption style="text-align:left">%s</caption><thead><tr>\
            """
                .formatted(Html.escape(claims.tally())));
    for (String name : claims.toTable().columnNames()) {
      html.append(TableSort.head(name, false));
    }
    html.append("</tr></thead><tbody>");
    for (Judgement judgement : claims.all()) {
      html.append("<tr>");
      cell(html, "border-left:4px solid " + colour(judgement.verdict()), judgement.claim());
      cell(html, "opacity:.7", judgement.source());
      cell(html, "font-weight:600;white-space:nowrap", judgement.verdict().toString());
      cell(html, "", judgement.evidence());
      html.append("</tr>");
    }
    return DisplayBundle.of(
        html.append("</tbody></table></div>" + TableSort.SCRIPT).toString(), claims.toString());
  }

  /** Shows one claim as a sentence. */
  static DisplayBundle of(Judgement judgement) {
    return DisplayBundle.of(
        """
        <div style="border-left:4px solid %s;padding:4px 12px" dir="auto">%s</div>\
        """
            .formatted(colour(judgement.verdict()), Html.escape(judgement.toString())),
        judgement.toString());
  }

  private static void cell(StringBuilder html, String style, String text) {
    html.append("<td dir=\"auto\" style=\"text-align:left;vertical-align:top;")
        .append(style)
        .append("\">")
        .append(Html.escape(text))
        .append("</td>");
  }

  private static String colour(Verdict verdict) {
    return switch (verdict) {
      case HOLDS -> "#009e73";
      case DOES_NOT_HOLD -> "#d55e00";
      case OPEN -> "#999999";
    };
  }
}
