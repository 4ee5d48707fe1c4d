package org.entroscope.paper;

/**
 * A claim with the verdict that results give.
 *
 * @param name the name for {@link Claims#get}
 * @param theme the theme, one of {@link Claims#THEMES}
 * @param claim the statement
 * @param source the place in the paper
 * @param verdict the verdict of the results
 * @param evidence the numbers in words
 * @param recorded whether all results that the claim needs exist
 * @param headline whether the claim needs only experiments of the headline
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

  /** Adds the evidence of other seeds. A claim that holds only with one set of seeds is open. */
  Judgement with(Judgement again) {
    boolean alike = again.verdict() == verdict;
    Verdict both = verdict == Verdict.HOLDS && !alike ? Verdict.OPEN : verdict;
    String words =
        "%s; with other seeds, the verdict is %s: %s"
            .formatted(
                evidence, alike ? "the same" : "'%s'".formatted(again.verdict()), again.evidence());
    return new Judgement(name, theme, claim, source, both, words, recorded, headline);
  }

  /** Returns the statement, source, verdict and numbers in a sentence. */
  @Override
  public String toString() {
    return "%s (%s): %s. %s.".formatted(claim, source, verdict, capitalised(evidence));
  }

  private static String capitalised(String words) {
    return words.isEmpty() ? words : words.substring(0, 1).toUpperCase() + words.substring(1);
  }
}
