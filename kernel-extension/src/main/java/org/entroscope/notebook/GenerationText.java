package org.entroscope.notebook;

import java.util.Locale;
import org.entroscope.model.Generation;
import tech.tablesaw.api.Table;

/** Shows a generated text. The background of each new token shows the entropy of its attention. */
final class GenerationText {

  private GenerationText() {}

  static DisplayBundle of(Generation generation) {
    Table tokens = generation.toTable();
    StringBuilder html =
        new StringBuilder(
            "<div class=\"entroscope-generation\"><pre dir=\"auto\""
                + " style=\"white-space:pre-wrap\">");
    html.append("<span style=\"opacity:.6\">");
    html.append(Html.escape(generation.promptText())).append("</span>");
    for (int i = 0; i < generation.size(); i++) {
      double entropy = tokens.doubleColumn("entropy").getDouble(i);
      double bound = tokens.doubleColumn("bound").getDouble(i);
      double share = bound > 0 && Double.isFinite(entropy) ? Math.min(1, entropy / bound) : 0;
      html.append(
          String.format(
              Locale.ROOT,
              "<span style=\"background:rgba(0,114,178,%.2f)\" title=\"%.3f of at most %.3f"
                  + " nats\">%s</span>",
              0.6 * share,
              entropy,
              bound,
              Html.escape(tokens.stringColumn("text").get(i))));
    }
    html.append("</pre><p style=\"opacity:.7\">The darker a token, the more widely the attention")
        .append(" that predicted it was spread: mean entropy over all heads, as a share of the")
        .append(" maximum at this position.</p></div>");
    return DisplayBundle.of(html.toString(), generation.toString());
  }
}
