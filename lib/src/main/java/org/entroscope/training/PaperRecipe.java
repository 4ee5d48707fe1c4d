package org.entroscope.training;

import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Architecture.CatalogueEntry;
import org.entroscope.architecture.ModelShape;
import org.entroscope.data.Corpus;
import org.entroscope.data.Tokenizer;

/** The published experiments on CodeParrot (Section 6, Tables 2, 3, 5, 6, 7 and 8). */
final class PaperRecipe {

  private static final String TRAINING = "huggingface-course/codeparrot-ds-train";
  private static final String EVALUATION = "huggingface-course/codeparrot-ds-valid";
  private static final String TOKENIZER = "huggingface-course/code-search-net-tokenizer";
  private static final String COLUMN = "content";

  private static final List<String> TABLES =
      List.of("Table 2", "Table 3", "Table 5", "Table 6", "Table 7", "Table 8");

  /** T of the published number of steps; at another T a run has as many tokens. */
  private static final int CONTEXT_OF_THE_PLAN = 128;

  private PaperRecipe() {}

  static List<Experiment> experiments(String table) {
    if (!TABLES.contains(table)) {
      throw new IllegalArgumentException(
          table.equals("Table 4")
              ? "Table 4 was trained on the Languini books, which cannot be had any more; train its"
                  + " architectures and ModelShape.paper(\"Table 4\") on a corpus of your own"
              : "no recipe for '" + table + "'; there are " + String.join(", ", TABLES));
    }
    ModelShape shape = ModelShape.paper(table);
    TrainingPlan paper = TrainingPlan.paper();
    int steps = paper.steps() * CONTEXT_OF_THE_PLAN / shape.context();
    Corpus training = Corpus.dataset(TRAINING, COLUMN);
    Corpus evaluation = Corpus.dataset(EVALUATION, COLUMN);
    Tokenizer tokenizer = Tokenizer.hub(TOKENIZER);
    return Architecture.catalogue().stream()
        .filter(entry -> isIn(entry, table))
        .map(
            entry ->
                Experiment.of(entry.architecture())
                    .on(training, evaluation)
                    .tokenizer(tokenizer)
                    .shape(shape)
                    .plan(paper.withSteps(steps)))
        .toList();
  }

  /** Sources read {@code Tables 1, 2, 3; Figures 2, 3}. */
  private static boolean isIn(CatalogueEntry entry, String table) {
    String tables = entry.source().split(";")[0];
    String number = table.substring("Table ".length());
    return tables.startsWith("Table") && tables.matches(".*\\b" + number + "\\b.*");
  }
}
