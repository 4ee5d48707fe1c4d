package org.entroscope.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.entroscope.corpus.Corpus;
import org.entroscope.model.Gpt;
import org.entroscope.model.HasModel;
import org.entroscope.model.Hook;
import org.entroscope.model.LearnedParameters;
import org.entroscope.runs.HasRecord;
import org.entroscope.runs.RunFolder;
import org.entroscope.runs.RunRecord;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.Storages;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;
import org.entroscope.statistics.LearnedValues;
import org.entroscope.tokens.Examples;
import tech.tablesaw.api.Table;

/** The result of a training: its settings, metrics, entropies and model. */
public final class Run implements HasRecord, HasModel {

  private final RunSummary summary;
  private final Gpt model;
  private final ResumableTraining session;

  /**
   * @param session the training that can continue this run, or null
   */
  Run(RunSummary summary, Gpt model, ResumableTraining session) {
    this.summary = summary;
    this.model = model;
    this.session = session;
  }

  /**
   * Continues an interrupted training as if it had never stopped. It trains the same model object.
   *
   * @return the longer run
   * @throws IllegalStateException if the run was not interrupted, or was loaded from a folder
   */
  public Run resume() {
    if (session == null) {
      throw new IllegalStateException(
          status() == RunStatus.INTERRUPTED
              ? name()
                  + " was loaded; to continue a training from a folder, train the same experiment"
                  + " with into(folder)"
              : name() + " cannot be resumed: it is " + status().name().toLowerCase(Locale.ROOT));
    }
    return session.train();
  }

  /**
   * Reads a run folder that {@link #save} or {@link Experiment#into} wrote. If the training is
   * still running, or its process was killed, the newest checkpoint is read. The message of a
   * failure names the file.
   */
  public static Run load(Path folder) throws IOException {
    return ModelFiles.read(folder);
  }

  /** Reads a run folder whose path is a text; see {@link #load(Path)}. */
  public static Run load(String folder) throws IOException {
    return load(Storages.local(folder));
  }

  /**
   * Writes a folder with files in open formats: {@code run.json}, {@code metrics.csv}, {@code
   * heads.csv}, {@code heads-final.csv} and {@code model.safetensors}, and {@code tokenizer.json}
   * unless its tokens are bytes or GPT-2's. The folder is written atomically and replaces an
   * earlier run.
   *
   * @throws IOException if it cannot be written, or the folder exists and is not a run
   * @throws IllegalStateException if a training uses the folder
   */
  public void save(Path folder) throws IOException {
    RunFolder.save(folder, part -> ModelFiles.write(part, summary, model, null));
  }

  /** Writes a folder whose path is a text; see {@link #save(Path)}. */
  public void save(String folder) throws IOException {
    save(Storages.local(folder));
  }

  /** Returns the run without its model. */
  public RunSummary summary() {
    return summary;
  }

  @Override
  public RunRecord record() {
    return summary.record();
  }

  @Override
  public Table metrics() {
    return summary.metrics();
  }

  /**
   * Returns the histories of the recorded statistics of the heads by name, entropy first. They are
   * measured on training batches every {@link TrainingPlan#entropyInterval} steps.
   */
  @Override
  public Map<String, HeadHistory> histories() {
    return summary.histories();
  }

  /**
   * Returns the newest values of the recorded statistics by name. They are measured on held-out
   * data if the run finished, otherwise on a training batch. Empty if no step was made.
   */
  @Override
  public Map<String, HeadValues> newestValues() {
    return summary.newestValues();
  }

  /**
   * Returns the regulariser's learned thresholds as shares of the maximum entropy (Figure 6).
   *
   * @throws IllegalStateException if the architecture is not regularised
   */
  public LearnedValues thresholds() {
    return LearnedParameters.of(name(), model, "threshold", "as shares of the maximum entropy");
  }

  /**
   * Returns the learned temperatures of all heads, averaged over query positions (Section 4).
   *
   * @throws IllegalStateException if the architecture has no learned temperatures
   */
  public LearnedValues temperatures() {
    return LearnedParameters.temperatures(name(), model);
  }

  /** Returns the model with the tokenizer that it was trained with. */
  @Override
  public Gpt model() {
    return model;
  }

  /**
   * Returns the effect of an intervention on this run's model on held-out data: {@code
   * run.effect(code, Intervention.on(0, 2).uniform())}.
   *
   * @param corpus the corpus whose evaluation split is used, as in this run's evaluations
   * @throws IndexOutOfBoundsException if the head to be changed does not exist
   * @throws IllegalStateException if the run was loaded and its tokenizer is not known
   */
  public Effect effect(Corpus corpus, Hook intervention) {
    Examples examples =
        corpus
            .tokenize(model.tokenizer())
            .evaluation()
            .examples(shape().context())
            .spread(plan().evaluationExamples());
    return Effect.of(model, examples, plan().batchSize(), intervention);
  }

  @Override
  public String toString() {
    return "%s (%s): %,d of %,d steps in %.0f s, %s"
        .formatted(
            name(), shape(), record().steps(), plan().steps(), record().seconds(), outcome());
  }
}
