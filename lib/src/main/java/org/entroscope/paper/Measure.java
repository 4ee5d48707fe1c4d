package org.entroscope.paper;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.entroscope.runs.RunSummary;
import org.entroscope.statistics.Diagnosis;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadValues;
import tech.tablesaw.api.Table;

/**
 * A number of one run that claims use. "Near zero" and "near the bound" are defined by {@link
 * org.entroscope.statistics.DiagnosisCriteria#DEFAULT}: below 10% and above 90% of the causal
 * bound. Early and deep layers are the first and the last quarter of the layers.
 */
public enum Measure {
  /** The perplexity on held-out data; NaN if the run diverged or ended at the unigram level. */
  PERPLEXITY("perplexity per byte", Scale.RATIO, RunSummary::trainedPerplexity),
  /** The perplexity after a quarter of the steps; NaN if it was not evaluated there. */
  QUARTER_PERPLEXITY(
      "perplexity per byte after a quarter of the steps",
      Scale.RATIO,
      run -> perplexityAfter(run, 0.25)),
  /** The perplexity after half of the steps; NaN if it was not evaluated there. */
  HALF_PERPLEXITY(
      "perplexity per byte after half of the steps", Scale.RATIO, run -> perplexityAfter(run, 0.5)),
  /** The share of heads in the top range of the model's own largest head, as in Figure 2a. */
  TOP_RANGE("heads in the top range", Scale.SHARE, entropy(map -> range(map, 3))),
  /** The share of heads in the lowest of those ranges. */
  LOWEST_RANGE("heads in the lowest range", Scale.SHARE, entropy(map -> range(map, 0))),
  /** The share of heads in the two ranges between them. */
  MIDDLE_RANGES(
      "heads in the middle ranges", Scale.SHARE, entropy(map -> range(map, 1) + range(map, 2))),
  /** {@link #TOP_RANGE} with ranges of the causal bound, which is the same for every model. */
  TOP_OF_BOUND(
      "heads in the top range of the causal bound", Scale.SHARE, entropy(map -> ofBound(map, 3))),
  /** {@link #LOWEST_RANGE} with ranges of the causal bound. */
  LOWEST_OF_BOUND(
      "heads in the lowest range of the causal bound",
      Scale.SHARE,
      entropy(map -> ofBound(map, 0))),
  /** {@link #MIDDLE_RANGES} with ranges of the causal bound. */
  MIDDLE_OF_BOUND(
      "heads in the middle ranges of the causal bound",
      Scale.SHARE,
      entropy(map -> ofBound(map, 1) + ofBound(map, 2))),
  /** The share of heads near zero, which have collapsed. */
  NEAR_ZERO(
      "heads near zero",
      Scale.SHARE,
      entropy(map -> share(map, Diagnosis.of(map).collapsedHeads().size()))),
  /** The share of heads near the causal bound ln(T!)/T, which are overloaded. */
  NEAR_BOUND(
      "heads near the causal bound",
      Scale.SHARE,
      entropy(map -> share(map, Diagnosis.of(map).overloadedHeads().size()))),
  /** The mean entropy of the first quarter of the layers, as a share of the causal bound. */
  EARLY_ENTROPY(
      "mean entropy of the early layers (share of the causal bound)",
      Scale.SHARE,
      entropy(map -> mean(map, 0, quarter(map)))),
  /** The mean entropy of the last quarter of the layers, as a share of the causal bound. */
  DEEP_ENTROPY(
      "mean entropy of the deep layers (share of the causal bound)",
      Scale.SHARE,
      entropy(map -> mean(map, map.layers() - quarter(map), map.layers()))),
  /** The mean entropy of all layers, as a share of the causal bound. */
  MEAN_ENTROPY(
      "mean entropy (share of the causal bound)",
      Scale.SHARE,
      entropy(map -> mean(map, 0, map.layers()))),
  /** The largest norm of the gradient before clipping, over the recorded steps. */
  GRADIENT_NORM("largest gradient norm", Scale.FACTOR, Measure::largestGradient);

  private final String words;
  private final Scale scale;
  private final ToDoubleFunction<RunSummary> of;

  Measure(String words, Scale scale, ToDoubleFunction<RunSummary> of) {
    this.words = words;
    this.scale = scale;
    this.of = of;
  }

  /** Returns the value for a run, or NaN if the run has none. */
  public double of(RunSummary run) {
    return of.applyAsDouble(run);
  }

  /**
   * Returns the same share with ranges of the causal bound instead of the largest head; empty if
   * the measure does not use such ranges.
   */
  Optional<Measure> byCausalBound() {
    return switch (this) {
      case TOP_RANGE -> Optional.of(TOP_OF_BOUND);
      case LOWEST_RANGE -> Optional.of(LOWEST_OF_BOUND);
      case MIDDLE_RANGES -> Optional.of(MIDDLE_OF_BOUND);
      default -> Optional.empty();
    };
  }

  /** Returns the scale, which defines how values are compared and printed. */
  Scale scale() {
    return scale;
  }

  /** Returns the measure in words, for example "heads near zero". */
  @Override
  public String toString() {
    return words;
  }

  private static ToDoubleFunction<RunSummary> entropy(ToDoubleFunction<HeadValues> of) {
    return run -> run.history().isEmpty() ? Double.NaN : of.applyAsDouble(run.entropy());
  }

  private static double range(HeadValues map, int range) {
    return HeadDistribution.of(map).shares()[range];
  }

  private static double ofBound(HeadValues map, int range) {
    return HeadDistribution.of(map, HeadDistribution.Reference.CAUSAL_BOUND).shares()[range];
  }

  private static double share(HeadValues map, int heads) {
    return (double) heads / (map.layers() * map.heads());
  }

  private static int quarter(HeadValues map) {
    return Math.max(1, map.layers() / 4);
  }

  private static double mean(HeadValues map, int from, int to) {
    double[] layers = Arrays.copyOfRange(map.layerMeans(), from, to);
    double mean = Arrays.stream(layers).average().orElse(Double.NaN);
    return mean / EntropyBound.causal(map.context());
  }

  private static double perplexityAfter(RunSummary run, double share) {
    double step = share * run.plan().steps();
    Table metrics = run.metrics();
    Table row = metrics.where(metrics.numberColumn("step").isEqualTo(step));
    return row.isEmpty() ? Double.NaN : Math.exp(row.numberColumn("evaluationLoss").getDouble(0));
  }

  private static double largestGradient(RunSummary run) {
    return run.metrics().doubleColumn("gradientNorm").asList().stream()
        .filter(norm -> norm != null && Double.isFinite(norm))
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(Double.NaN);
  }
}
