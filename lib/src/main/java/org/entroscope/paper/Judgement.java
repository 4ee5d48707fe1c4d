package org.entroscope.paper;

/**
 * A claim, judged by results.
 *
 * @param name what {@link Claims#get} knows it by
 * @param theme the notebook that it belongs to
 * @param claim the statement
 * @param source where in the paper
 * @param verdict what the results say
 * @param evidence the numbers, in words
 * @param recorded whether every result that it needs was there
 * @param headline whether the headline rows are all that it needs
 */
public record Judgement(
    String name,
    String theme,
    String claim,
    String source,
    Verdict verdict,
    String evidence,
    boolean recorded,
    boolean headline) {

  /** With the evidence of other seeds: what holds with these and not with those is open. */
  Judgement with(Judgement again) {
    boolean alike = again.verdict() == verdict;
    Verdict both = verdict == Verdict.HOLDS && !alike ? Verdict.OPEN : verdict;
    String words =
        "%s; with other seeds %s: %s"
            .formatted(evidence, alike ? "likewise" : again.verdict(), again.evidence());
    return new Judgement(name, theme, claim, source, both, words, recorded, headline);
  }

  /** Statement, source, verdict and numbers, in a sentence. */
  @Override
  public String toString() {
    return "%s (%s): %s. %s.".formatted(claim, source, verdict, capitalised(evidence));
  }

  private static String capitalised(String words) {
    return words.isEmpty() ? words : words.substring(0, 1).toUpperCase() + words.substring(1);
  }
}
