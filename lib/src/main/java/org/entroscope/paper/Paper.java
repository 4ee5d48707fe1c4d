package org.entroscope.paper;

import tech.tablesaw.api.Table;

/**
 * The numbers of Jha and Reagen, <em>Entropy-Guided Attention for Private LLMs</em>, arXiv
 * 2501.03489v2, and of its companion <em>ReLU's Revival</em>, arXiv 2410.09637. Every table names
 * its source; perplexities are of held-out data.
 *
 * <pre>{@code Paper.table3().beside(baseline, guided)}</pre>
 */
public final class Paper {

  private Paper() {}

  /** The architecture ladder: what is left out where. */
  public static Table table1() {
    return PublishedTable.read("table1").table();
  }

  /** The ladder's perplexities: GPT-2 small on CodeParrot, T=128. SM has none, it diverges. */
  public static PublishedTable table2() {
    return PublishedTable.read("table2");
  }

  /** Perplexity, operations and cost of private inference at L=12, T=128. */
  public static PublishedTable table3() {
    return PublishedTable.read("table3");
  }

  /** The same at T=512 on Languini, with perplexities after 1.2B, 2.4B and 4.8B tokens. */
  public static PublishedTable table4() {
    return PublishedTable.read("table4");
  }

  /** Weight and spectral normalisation of five sets of layers. */
  public static PublishedTable table5() {
    return PublishedTable.read("table5");
  }

  /** Weight norm, spectral norm and the scaled feed-forward network. */
  public static PublishedTable table6() {
    return PublishedTable.read("table6");
  }

  /** Table 3 at T=256. */
  public static PublishedTable table7() {
    return PublishedTable.read("table7");
  }

  /** Table 3 at L=18. */
  public static PublishedTable table8() {
    return PublishedTable.read("table8");
  }

  /** Pythia-70M at T=128 and T=256, from ReLU's Revival. */
  public static PublishedTable pythia70M() {
    return PublishedTable.read("pythia70m");
  }

  /** Shares of heads in entropy ranges, as far as the text gives them. */
  public static Table figure2a() {
    return PublishedTable.read("figure2a").table();
  }

  /** Ranges of the learned thresholds, as shares of the maximum entropy. */
  public static Table figure6() {
    return PublishedTable.read("figure6").table();
  }

  /** The share of heads in the top range by the tolerance gamma of the regulariser. */
  public static Table figure7() {
    return PublishedTable.read("figure7").table();
  }
}
