package org.entroscope.runs;

import java.util.Locale;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.HasMetrics;
import org.entroscope.architecture.HasPerplexity;
import org.entroscope.architecture.ModelShape;
import org.entroscope.statistics.Diagnosis;
import org.entroscope.statistics.DiagnosisCriteria;
import org.entroscope.statistics.HasHistory;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.tokens.NgramPerplexities;
import tech.tablesaw.api.Table;

/** A run, with its model or without: settings, outcome, metrics and entropies. */
public interface HasRecord extends HasHistory, HasMetrics, HasPerplexity {

  /** Settings and outcome. */
  RunRecord record();

  @Override
  default String name() {
    return record().name();
  }

  @Override
  default Architecture architecture() {
    return Architecture.of(record().spec().architecture());
  }

  default ModelShape shape() {
    return record().spec().shape();
  }

  default TrainingPlan plan() {
    return record().spec().plan();
  }

  default long seed() {
    return record().spec().seed();
  }

  default RunStatus status() {
    return record().status();
  }

  /**
   * One row a step: {@code step}, {@code learningRate}, {@code loss} (cross entropy, nats per
   * token), {@code penalty} (the weighted entropy penalty), {@code gradientNorm} (before clipping),
   * {@code evaluationLoss} (where there was an evaluation), {@code seconds}. In half precision also
   * {@code lossScale}, {@code skippedSteps} up to this one, and {@code overflow}: where the first
   * NaN or infinity of a step was that was skipped, and has no gradient norm therefore. A compact
   * run has fewer steps.
   */
  @Override
  Table metrics();

  /** Heads in the four ranges of [0, largest head entropy] (Figure 2a). */
  default HeadDistribution distribution() {
    return HeadDistribution.of(entropy());
  }

  /** Which heads and layers are collapsed or overloaded. */
  default Diagnosis diagnosis() {
    return Diagnosis.of(entropy());
  }

  /** The same by other criteria. */
  default Diagnosis diagnosis(DiagnosisCriteria criteria) {
    return Diagnosis.of(entropy(), criteria);
  }

  /** Cross entropy on held-out data, nats per token; NaN if the run was never evaluated. */
  default double evaluationLoss() {
    return record().evaluationLoss() == null ? Double.NaN : record().evaluationLoss();
  }

  /** {@code exp(evaluationLoss)}, per token; NaN if the run diverged or was never evaluated. */
  @Override
  default double perplexity() {
    return status() == RunStatus.DIVERGED ? Double.NaN : Math.exp(evaluationLoss());
  }

  /** What n-grams achieve on the same held-out data; null where it is not known. */
  default NgramPerplexities ngrams() {
    return record().ngrams();
  }

  /**
   * Whether the run did every step and predicts no better than the frequencies of single tokens
   * ({@link NgramPerplexities#isUnigramLevel}). Such a model is not trained: it has learned nothing
   * from context. False where n-grams are not known.
   */
  default boolean atUnigramLevel() {
    return status() == RunStatus.FINISHED
        && ngrams() != null
        && ngrams().isUnigramLevel(evaluationLoss());
  }

  /** {@link #perplexity()}, but NaN for a run at the unigram level too. */
  @Override
  default double trainedPerplexity() {
    return atUnigramLevel() ? Double.NaN : perplexity();
  }

  /** The steps that were skipped where half precision overflowed; none in other precisions. */
  default SkippedSteps skippedSteps() {
    return SkippedSteps.of(metrics());
  }

  /** How it ended, in a few words: its perplexity, or why it has none. */
  default String outcome() {
    String reason = record().reason();
    String end =
        status() == RunStatus.FINISHED
            ? String.format(Locale.ROOT, "perplexity %.3f", perplexity()) + unigramNote()
            : status().name().toLowerCase(Locale.ROOT) + (reason.isEmpty() ? "" : ": " + reason);
    String skipped = SkippedSteps.words(metrics());
    return skipped.isEmpty() ? end : end + "; " + skipped;
  }

  private String unigramNote() {
    return atUnigramLevel()
        ? String.format(
            Locale.ROOT, ", no better than the unigram perplexity %.3f", ngrams().unigram())
        : "";
  }
}
