package org.entroscope.sweep;

import org.entroscope.tokens.NgramPerplexities;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.columns.Column;

/**
 * The columns unigram, bigram and trigram, which are yardsticks for the perplexities in the same
 * row.
 */
final class NgramColumns {

  private final DoubleColumn unigram = Numbers.column("unigram");
  private final DoubleColumn bigram = Numbers.column("bigram");
  private final DoubleColumn trigram = Numbers.column("trigram");

  /**
   * Adds a row.
   *
   * @param ngrams the perplexities, or null if they are not known
   */
  void append(NgramPerplexities ngrams) {
    unigram.append(ngrams == null ? Double.NaN : ngrams.unigram());
    bigram.append(ngrams == null ? Double.NaN : ngrams.bigram());
    trigram.append(ngrams == null ? Double.NaN : ngrams.trigram());
  }

  Column<?>[] columns() {
    return new Column<?>[] {unigram, bigram, trigram};
  }
}
