package org.entroscope.architecture;

/** A trained model whose perplexity can be compared with the models of Tables 2-8. */
public interface HasPerplexity extends Named {

  Architecture architecture();

  /**
   * Returns the perplexity on held-out data, {@code exp(mean cross entropy per token)}; NaN if
   * training diverged.
   */
  double perplexity();

  /**
   * Returns the perplexity of a model that has learned from context, for means and comparisons. The
   * value is NaN if training diverged or the model predicts no better than the frequencies of
   * single tokens.
   */
  default double trainedPerplexity() {
    return perplexity();
  }
}
