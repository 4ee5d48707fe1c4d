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

/** What came of a training: settings, metrics, entropies and the model. */
public final class Run implements HasRecord, HasModel {

  private final RunSummary summary;
  private final Gpt model;
  private final ResumableTraining session;

  /**
   * @param session what can go on with it, or null
   */
  Run(RunSummary summary, Gpt model, ResumableTraining session) {
    this.summary = summary;
    this.model = model;
    this.session = session;
  }

  /**
   * Goes on with an interrupted training, as if it had never stopped; it is the same model that
   * learns on.
   *
   * @return the longer run
   * @throws IllegalStateException if the run was not interrupted, or was loaded from a folder
   */
  public Run resume() {
    if (session == null) {
      throw new IllegalStateException(
          status() == RunStatus.INTERRUPTED
              ? name()
                  + " was loaded; a training goes on from a folder with the same experiment and"
                  + " into(folder)"
              : name() + " cannot be resumed: it is " + status().name().toLowerCase(Locale.ROOT));
    }
    return session.train();
  }

  /**
   * Reads a run folder, which {@link #save} or {@link Experiment#into} wrote; the message of a
   * failure names the file. Of a training that is under way, or whose process was killed, the
   * newest state that was kept is read.
   */
  public static Run load(Path folder) throws IOException {
    return ModelFiles.read(folder);
  }

  /** {@link #load(Path)} for notebooks. */
  public static Run load(String folder) throws IOException {
    return load(Storages.local(folder));
  }

  /**
   * Writes a folder of open formats: {@code run.json}, {@code metrics.csv}, {@code heads.csv},
   * {@code heads-final.csv} and {@code model.safetensors}, and {@code tokenizer.json} unless its
   * tokens are bytes or GPT-2's. It appears whole or not at all; a run that was there before is
   * replaced.
   *
   * @throws IOException if it cannot be written, or the folder exists and is no run
   * @throws IllegalStateException if a training keeps its run there
   */
  public void save(Path folder) throws IOException {
    RunFolder.save(folder, part -> ModelFiles.write(part, summary, model, null));
  }

  /** {@link #save(Path)} for notebooks. */
  public void save(String folder) throws IOException {
    save(Storages.local(folder));
  }

  /** The run without its model. */
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
   * Histories of the recorded statistics of the heads by name, on training batches, one every
   * {@link TrainingPlan#entropyInterval} steps; entropy first.
   */
  @Override
  public Map<String, HeadHistory> histories() {
    return summary.histories();
  }

  /**
   * The newest values of the recorded statistics by name: on held-out data where the run finished,
   * else on a training batch. Empty if not one step was made.
   */
  @Override
  public Map<String, HeadValues> newestValues() {
    return summary.newestValues();
  }

  /**
   * The regulariser's learned thresholds, as shares of the maximum entropy (Figure 6).
   *
   * @throws IllegalStateException if the architecture is not regularised
   */
  public LearnedValues thresholds() {
    return LearnedParameters.of(name(), model, "threshold", "as shares of the maximum entropy");
  }

  /**
   * The learned temperatures of all heads, means over query positions (Section 4).
   *
   * @throws IllegalStateException if the architecture has no learned temperatures
   */
  public LearnedValues temperatures() {
    return LearnedParameters.temperatures(name(), model);
  }

  /** The model, with the tokenizer that it was trained with. */
  @Override
  public Gpt model() {
    return model;
  }

  /**
   * What an intervention does to this run's model on held-out data: {@code run.effect(code,
   * Intervention.on(0, 2).uniform())}.
   *
   * @param corpus its evaluation part is used, as in this run's evaluations
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
