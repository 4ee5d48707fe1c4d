package org.entroscope.paper;

import java.util.List;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.tokens.Tokenizer;
import org.entroscope.training.Experiment;

/** The published experiments on CodeParrot (Section 6, Tables 2, 3, 5, 6, 7 and 8). */
final class PaperRecipe {

  private static final String TRAINING = "huggingface-course/codeparrot-ds-train";
  private static final String EVALUATION = "huggingface-course/codeparrot-ds-valid";
  private static final String TOKENIZER = "huggingface-course/code-search-net-tokenizer";
  private static final String COLUMN = "content";

  private static final List<String> TABLES =
      List.of("Table 2", "Table 3", "Table 5", "Table 6", "Table 7", "Table 8");

  /**
   * The context T of the published number of steps. At another T, a run has equally many tokens.
   */
  private static final int CONTEXT_OF_THE_PLAN = 128;

  private PaperRecipe() {}

  static List<Experiment> experiments(String table) {
    if (!TABLES.contains(table)) {
      throw new IllegalArgumentException(
          table.equals("Table 4")
              ? "Table 4 was trained on the Languini books, which are no longer available; train"
                  + " its architectures in the shape Paper.shape(\"Table 4\") on a corpus of your"
                  + " own"
              : "no recipe for '" + table + "'; there are " + String.join(", ", TABLES));
    }
    ModelShape shape = Paper.shape(table);
    TrainingPlan plan = Paper.plan();
    int steps = plan.steps() * CONTEXT_OF_THE_PLAN / shape.context();
    Corpus training = Corpus.dataset(TRAINING, COLUMN);
    Corpus evaluation = Corpus.dataset(EVALUATION, COLUMN);
    Tokenizer tokenizer = Tokenizer.hub(TOKENIZER);
    return Paper.table(table).architectures().stream()
        .distinct()
        .map(
            architecture ->
                Experiment.of(architecture)
                    .on(training, evaluation)
                    .tokenizer(tokenizer)
                    .shape(shape)
                    .plan(plan.withSteps(steps)))
        .toList();
  }
}
