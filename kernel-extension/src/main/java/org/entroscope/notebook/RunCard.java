package org.entroscope.notebook;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.entroscope.engine.Precision;
import org.entroscope.plot.Thumbnail;
import org.entroscope.runs.RunRecord;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.HeadValues;
import org.entroscope.training.Run;

/** Shows the result of a training as a card, without scripts. */
final class RunCard {

  private RunCard() {}

  static DisplayBundle of(Run run) {
    Map<String, String> facts = facts(run);
    boolean measured = run.hasEntropy();
    boolean trained = run.status() == RunStatus.FINISHED && !run.atUnigramLevel();
    boolean well = trained && (!measured || run.diagnosis().healthy());
    StringBuilder html =
        new StringBuilder(
            """
            <div class="entroscope-run" style="display:flex;flex-wrap:wrap;gap:20px;\
            align-items:flex-start;max-width:900px;border-left:4px solid %s;padding:4px 14px">\
            """
                .formatted(well ? "#009e73" : "#d55e00"));
    if (measured) {
      html.append("<div style=\"flex:none\">").append(thumbnail(run.entropy()));
      html.append("</div>");
    }
    html.append(
            "<div style=\"flex:1;min-width:320px\"><div dir=\"auto\" style=\"font-weight:600\">")
        .append(Html.escape(run.name()))
        .append("</div><table style=\"margin:6px 0 0\"><tbody>");
    StringBuilder text = new StringBuilder(run.name());
    facts.forEach(
        (name, value) -> {
          html.append(
                  "<tr><th scope=\"row\""
                      + " style=\"text-align:left;font-weight:400;white-space:nowrap;opacity:.7\">")
              .append(name)
              .append("</th><td dir=\"auto\" style=\"text-align:left\">")
              .append(Html.escape(value))
              .append("</td></tr>");
          text.append("%n  %-14s %s".formatted(name, value));
        });
    html.append("</tbody></table></div></div>");
    return DisplayBundle.of(html.toString(), text.toString());
  }

  private static String thumbnail(HeadValues map) {
    Thumbnail drawing = Thumbnail.of(map);
    return SvgPicture.html(
        drawing.width(), drawing.height(), drawing.content(), drawing.words(), false);
  }

  private static Map<String, String> facts(Run run) {
    RunRecord record = run.record();
    TrainingPlan plan = run.plan();
    Map<String, String> facts = new LinkedHashMap<>();
    if (!run.name().equals(record.spec().architecture())) {
      facts.put("architecture", record.spec().architecture());
    }
    facts.put("model", run.shape().toString());
    facts.put(
        "status",
        run.atUnigramLevel()
            ? "finished at the unigram level: it has learned nothing from context"
            : status(record));
    facts.put("steps", number("%,d of %,d", record.steps(), plan.steps()));
    if (record.spec().precision() != Precision.FLOAT32) {
      facts.put("precision", record.spec().precision().toString());
    }
    if (run.skippedSteps().count() > 0) {
      facts.put("overflows", run.skippedSteps().toString());
    }
    facts.put("time", Durations.of(record.seconds()));
    if (Double.isFinite(run.evaluationLoss())) {
      facts.put("held-out loss", number("%.3f nats per token", run.evaluationLoss()));
    }
    if (Double.isFinite(run.perplexity())) {
      facts.put("perplexity", number("%.3f", run.perplexity()));
    }
    if (run.ngrams() != null) {
      facts.put("n-grams have", run.ngrams().toString());
    }
    if (run.hasEntropy()) {
      facts.put("entropy", run.diagnosis().toString());
    }
    return facts;
  }

  private static String status(RunRecord record) {
    String status = record.status().name().toLowerCase(Locale.ROOT);
    String reason = record.reason();
    return reason.isEmpty() ? status : reason.startsWith(status) ? reason : status + ": " + reason;
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
