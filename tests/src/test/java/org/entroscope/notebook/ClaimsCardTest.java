package org.entroscope.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.entroscope.paper.Claims;
import org.entroscope.paper.Judgement;
import org.entroscope.paper.Verdict;
import org.entroscope.sweep.Recorded;
import org.junit.jupiter.api.Test;

class ClaimsCardTest {

  private static final Claims CLAIMS = Claims.of(Recorded.result(List.of()));

  @Test
  void aClaimIsARowWithItsVerdict() {
    DisplayBundle bundle = Displays.of(CLAIMS.about("gamma")).orElseThrow();
    assertEquals(2, bundle.html().split("<tr><td", -1).length - 1);
    assertTrue(bundle.html().contains(">open</td>"), bundle.html());
    assertTrue(
        bundle.text().startsWith("2 claims (holds: 0, does not hold: 0, open: 2)"), bundle.text());
    String overload = Displays.of(CLAIMS.about("overload")).orElseThrow().html();
    assertTrue(overload.contains("ReLU&#39;s Revival") && !overload.contains("ReLU's"), overload);
  }

  @Test
  void textIsShownLiterally() {
    Judgement judgement =
        new Judgement(
            "n", "gamma", "<b>a</b>", "Table 3", Verdict.DOES_NOT_HOLD, "1 < 2", true, true);
    DisplayBundle bundle = Displays.of(judgement).orElseThrow();
    assertFalse(bundle.html().contains("<b>"), bundle.html());
    assertTrue(bundle.html().contains("#d55e00"), bundle.html());
    assertEquals("<b>a</b> (Table 3): does not hold. 1 < 2.", bundle.text());
  }
}
