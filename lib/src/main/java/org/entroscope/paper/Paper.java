package org.entroscope.paper;

import java.util.List;
import org.entroscope.architecture.ModelShape;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.training.Experiment;
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

  /**
   * Returns a published table by its name.
   *
   * @param name "Table 2" to "Table 8"
   * @throws IllegalArgumentException for another name
   */
  public static PublishedTable table(String name) {
    return switch (name) {
      case "Table 2" -> table2();
      case "Table 3" -> table3();
      case "Table 4" -> table4();
      case "Table 5" -> table5();
      case "Table 6" -> table6();
      case "Table 7" -> table7();
      case "Table 8" -> table8();
      default ->
          throw new IllegalArgumentException(
              "no table '" + name + "' of models; there are Table 2 to Table 8");
    };
  }

  /**
   * Returns the model shape of a table: L=12, H=12, d=768, T=128, unless the table's title says
   * otherwise.
   *
   * @param table "Table 2" to "Table 8"
   * @throws IllegalArgumentException for another name
   */
  public static ModelShape shape(String table) {
    return table(table).shape();
  }

  /**
   * Returns the recipe for CodeParrot (Section 6): batches of 128 x 4, learning rate 1e-3, about
   * 32,000 steps. Entropy is logged every 100 steps.
   */
  public static TrainingPlan plan() {
    return TrainingPlan.laptop()
        .with(
            p -> {
              p.steps = 32_000;
              p.batchSize = 128;
              p.accumulation = 4;
              p.entropyInterval = 100;
              p.evaluationInterval = 1000;
              p.evaluationExamples = 1024;
            });
  }

  /**
   * Returns the experiments of a table as published (Section 6): CodeParrot, its tokenizer, the
   * table's shape, 2.1 billion tokens. Nothing is downloaded until one of them is trained.
   *
   * @param table "Table 2", "Table 3", "Table 5", "Table 6", "Table 7" or "Table 8"
   * @return one experiment for each architecture of the table, in its order
   * @throws IllegalArgumentException for another table
   */
  public static List<Experiment> experiments(String table) {
    return PaperRecipe.experiments(table);
  }

  /**
   * Returns the training of a table as published: {@code Paper.reproduction("Table 3").train()}. It
   * estimates time and memory before it starts, saves every run during the training, and shows the
   * live figure.
   *
   * @param table one of the tables of {@link #experiments(String)}
   * @throws IllegalArgumentException for another table
   */
  public static Reproduction reproduction(String table) {
    return Reproduction.of(table);
  }

  /**
   * Returns every architecture of the paper and its alternatives, with the tables and figures that
   * show it.
   */
  public static List<Catalogue.Entry> catalogue() {
    return Catalogue.ENTRIES;
  }

  /** Returns the architecture ladder: which components each architecture leaves out. */
  public static Table table1() {
    return PublishedTable.read("table1").table();
  }

  /**
   * Returns the ladder's perplexities: GPT-2 small on CodeParrot, T=128. SM has none because it
   * diverges.
   */
  public static PublishedTable table2() {
    return PublishedTable.read("table2");
  }

  /** Returns perplexity, operations and cost of private inference at L=12, T=128. */
  public static PublishedTable table3() {
    return PublishedTable.read("table3");
  }

  /** Returns Table 3 at T=512 on Languini, with perplexities after 1.2B, 2.4B and 4.8B tokens. */
  public static PublishedTable table4() {
    return PublishedTable.read("table4");
  }

  /** Returns the perplexities with weight and spectral normalisation of five sets of layers. */
  public static PublishedTable table5() {
    return PublishedTable.read("table5");
  }

  /**
   * Returns the perplexities with weight norm, spectral norm and the scaled feed-forward network.
   */
  public static PublishedTable table6() {
    return PublishedTable.read("table6");
  }

  /** Returns Table 3 at T=256. */
  public static PublishedTable table7() {
    return PublishedTable.read("table7");
  }

  /** Returns Table 3 at L=18. */
  public static PublishedTable table8() {
    return PublishedTable.read("table8");
  }

  /** Returns the perplexities of Pythia-70M at T=128 and T=256, from ReLU's Revival. */
  public static PublishedTable pythia70M() {
    return PublishedTable.read("pythia70m");
  }

  /** Returns the shares of heads in entropy ranges, as far as the paper's text gives them. */
  public static Table figure2a() {
    return PublishedTable.read("figure2a").table();
  }

  /** Returns the ranges of the learned thresholds, as shares of the maximum entropy. */
  public static Table figure6() {
    return PublishedTable.read("figure6").table();
  }

  /** Returns the share of heads in the top range for each tolerance gamma of the regulariser. */
  public static Table figure7() {
    return PublishedTable.read("figure7").table();
  }
}
