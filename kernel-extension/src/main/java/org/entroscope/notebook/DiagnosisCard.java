package org.entroscope.notebook;

import org.entroscope.statistics.Diagnosis;

/** Shows a diagnosis in words, with a bar whose colour says whether something is wrong. */
final class DiagnosisCard {

  private DiagnosisCard() {}

  static DisplayBundle of(Diagnosis diagnosis) {
    String words = diagnosis.toString();
    String colour = diagnosis.healthy() ? "#009e73" : "#d55e00";
    return DisplayBundle.of(
        """
        <div class="entroscope-diagnosis" style="border-left:4px solid %s;padding:4px 12px;\
        white-space:pre-wrap">%s</div>\
        """
            .formatted(colour, Html.escape(words)),
        words);
  }
}
