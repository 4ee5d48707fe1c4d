package org.entroscope.architecture;

/** A trained model that can be compared by its perplexity with those of Tables 2-8. */
public interface HasPerplexity extends Named {

  Architecture architecture();

  /** Perplexity on held-out data: e to the mean cross-entropy a token. NaN if training diverged. */
  double perplexity();

  /**
   * The perplexity if the model has learned from context, for means and comparisons; NaN if it
   * diverged, or predicts no better than the frequencies of single tokens.
   */
  default double trainedPerplexity() {
    return perplexity();
  }
}
