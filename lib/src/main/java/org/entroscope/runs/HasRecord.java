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

/** A run with or without its model: its settings, outcome, metrics and entropies. */
public interface HasRecord extends HasHistory, HasMetrics, HasPerplexity {

  /** Returns the settings and the outcome. */
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
   * Returns a table with one row per step and the columns {@code step}, {@code learningRate},
   * {@code loss} (cross entropy, nats per token), {@code penalty} (the weighted entropy penalty),
   * {@code gradientNorm} (before clipping), {@code evaluationLoss} (missing at steps without an
   * evaluation) and {@code seconds}. In half precision there are three more columns: {@code
   * lossScale}, {@code skippedSteps} (the number of skipped steps so far), and {@code overflow}
   * (where the first NaN or infinity of a skipped step was). Skipped steps have no gradient norm. A
   * compact run has fewer rows.
   */
  @Override
  Table metrics();

  /**
   * Returns the distribution of heads over the four ranges of [0, largest head entropy] (Figure
   * 2a).
   */
  default HeadDistribution distribution() {
    return HeadDistribution.of(entropy());
  }

  /** Returns which heads and layers are collapsed or overloaded. */
  default Diagnosis diagnosis() {
    return Diagnosis.of(entropy());
  }

  /** Returns which heads and layers are collapsed or overloaded by given criteria. */
  default Diagnosis diagnosis(DiagnosisCriteria criteria) {
    return Diagnosis.of(entropy(), criteria);
  }

  /**
   * Returns the cross entropy on held-out data in nats per token; NaN if the run was never
   * evaluated.
   */
  default double evaluationLoss() {
    return record().evaluationLoss() == null ? Double.NaN : record().evaluationLoss();
  }

  /** Returns {@code exp(evaluationLoss)}; NaN if the run diverged or was never evaluated. */
  @Override
  default double perplexity() {
    return status() == RunStatus.DIVERGED ? Double.NaN : Math.exp(evaluationLoss());
  }

  /** Returns the n-gram perplexities on the same held-out data; null if they are not known. */
  default NgramPerplexities ngrams() {
    return record().ngrams();
  }

  /**
   * Returns whether the run finished but does not predict better than the frequencies of single
   * tokens ({@link NgramPerplexities#isUnigramLevel}). Such a model has learned nothing from
   * context and does not count as trained. False if the n-gram perplexities are not known.
   */
  default boolean atUnigramLevel() {
    return status() == RunStatus.FINISHED
        && ngrams() != null
        && ngrams().isUnigramLevel(evaluationLoss());
  }

  /** Returns {@link #perplexity()}, or NaN if the run is at the unigram level. */
  @Override
  default double trainedPerplexity() {
    return atUnigramLevel() ? Double.NaN : perplexity();
  }

  /**
   * Returns the steps that were skipped because half precision overflowed; there are none in other
   * precisions.
   */
  default SkippedSteps skippedSteps() {
    return SkippedSteps.of(metrics());
  }

  /** Returns how the run ended as a short text: its perplexity, or why it has none. */
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
