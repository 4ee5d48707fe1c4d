package org.entroscope.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.HasMetrics;
import org.entroscope.architecture.HasPerplexity;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.model.Gpt;
import org.entroscope.model.HasModel;
import org.entroscope.model.Hook;
import org.entroscope.model.LearnedParameters;
import org.entroscope.runs.RunRecord;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.SkippedSteps;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.Diagnosis;
import org.entroscope.statistics.DiagnosisCriteria;
import org.entroscope.statistics.HasHistory;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;
import org.entroscope.statistics.LearnedValues;
import org.entroscope.tokens.Examples;
import tech.tablesaw.api.Table;

/** What came of a training: settings, metrics, entropies and the model. */
public final class Run implements HasHistory, HasMetrics, HasPerplexity, HasModel {

  private final RunRecord record;
  private final Table metrics;
  private final Map<String, HeadHistory> histories;
  private final Map<String, HeadValues> newest;
  private final Gpt model;
  private final ResumableTraining session;

  /**
   * @param newest the newest values of the heads, on held-out data where there was an evaluation
   * @param session what can go on with it, or null
   */
  Run(
      RunRecord record,
      Table metrics,
      Map<String, HeadHistory> histories,
      Map<String, HeadValues> newest,
      Gpt model,
      ResumableTraining session) {
    this.record = record;
    this.metrics = metrics;
    this.histories = histories;
    this.newest = newest;
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
                  + " was loaded without the optimiser's state; train with checkpoints(folder) to"
                  + " go on in another process"
              : name() + " cannot be resumed: it is " + status().name().toLowerCase(Locale.ROOT));
    }
    return session.resume();
  }

  /** Reads the folder that {@link #save} wrote; the message of a failure names the file. */
  public static Run load(Path folder) throws IOException {
    return RunFolder.read(folder);
  }

  /** {@link #load(Path)} for notebooks. */
  public static Run load(String folder) throws IOException {
    return load(Path.of(folder));
  }

  /**
   * Writes a folder of open formats: {@code run.json}, {@code metrics.csv}, {@code heads.csv},
   * {@code heads-final.csv} and {@code model.safetensors}, and {@code tokenizer.json} unless its
   * tokens are bytes or GPT-2's. It appears whole or not at all; a run that was there before is
   * replaced.
   *
   * @throws IOException if it cannot be written, or the folder exists and is no run
   */
  public void save(Path folder) throws IOException {
    RunFolder.write(this, folder);
  }

  /** {@link #save(Path)} for notebooks. */
  public void save(String folder) throws IOException {
    save(Path.of(folder));
  }

  /** Settings and outcome. */
  public RunRecord record() {
    return record;
  }

  @Override
  public String name() {
    return record.name();
  }

  @Override
  public Architecture architecture() {
    return Architecture.of(record.spec().architecture());
  }

  public ModelShape shape() {
    return record.spec().shape();
  }

  public TrainingPlan plan() {
    return record.spec().plan();
  }

  public RunStatus status() {
    return record.status();
  }

  /**
   * One row a step: {@code step}, {@code learningRate}, {@code loss} (cross entropy, nats per
   * token), {@code penalty} (the weighted entropy penalty), {@code gradientNorm} (before clipping),
   * {@code evaluationLoss} (where there was an evaluation), {@code seconds}. In half precision also
   * {@code lossScale}, {@code skippedSteps} up to this one, and {@code overflow}: where the first
   * NaN or infinity of a step was that was skipped, and has no gradient norm therefore.
   */
  @Override
  public Table metrics() {
    return metrics.copy();
  }

  /**
   * Histories of the recorded statistics of the heads by name, on training batches, one every
   * {@link TrainingPlan#entropyInterval} steps; entropy first.
   */
  @Override
  public Map<String, HeadHistory> histories() {
    return histories;
  }

  /**
   * The newest values of the recorded statistics by name: on held-out data where the run was
   * evaluated, else on a training batch. Empty if not one step was made.
   */
  @Override
  public Map<String, HeadValues> newestValues() {
    return newest;
  }

  /** The steps that were skipped where half precision overflowed; none in other precisions. */
  public SkippedSteps skippedSteps() {
    return SkippedSteps.of(metrics);
  }

  /** Heads in the four ranges of [0, largest head entropy] (Figure 2a). */
  public HeadDistribution distribution() {
    return HeadDistribution.of(entropy());
  }

  /** Which heads and layers are collapsed or overloaded. */
  public Diagnosis diagnosis() {
    return Diagnosis.of(entropy());
  }

  /** The same by other criteria. */
  public Diagnosis diagnosis(DiagnosisCriteria criteria) {
    return Diagnosis.of(entropy(), criteria);
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

  /** Cross entropy on held-out data, nats per token; NaN if the run was never evaluated. */
  public double evaluationLoss() {
    return record.evaluationLoss() == null ? Double.NaN : record.evaluationLoss();
  }

  /** {@code exp(evaluationLoss)}, per token; NaN if the run diverged or was never evaluated. */
  @Override
  public double perplexity() {
    return status() == RunStatus.DIVERGED ? Double.NaN : Math.exp(evaluationLoss());
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
    String end =
        switch (status()) {
          case FINISHED -> "perplexity %.3f".formatted(perplexity());
          default -> status().name().toLowerCase(Locale.ROOT) + ": " + record.reason();
        };
    String skipped = SkippedSteps.words(metrics);
    return "%s (%s): %,d of %,d steps in %.0f s, %s%s"
        .formatted(
            name(),
            shape(),
            record.steps(),
            plan().steps(),
            record.seconds(),
            end,
            skipped.isEmpty() ? "" : "; " + skipped);
  }
}
