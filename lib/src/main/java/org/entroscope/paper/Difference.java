package org.entroscope.paper;

import java.util.Arrays;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.sweep.ConfidenceInterval;
import org.entroscope.sweep.SweepResult;

/**
 * The hypothesis that a measure is larger, or smaller, in one setting than in another. It is tested
 * on the differences seed by seed, with the 95% interval of their mean.
 *
 * @param measure the measure that is compared
 * @param a the first setting
 * @param b the second setting
 * @param sign 1 if the measure is claimed to be larger in a, -1 if smaller
 * @param margin the smallest claimed difference, on the measure's scale; 0 if every difference
 *     counts that is at least the smallest of interest
 * @param published the published difference between a and b; NaN if none was printed
 */
record Difference(
    Measure measure, Configuration a, Configuration b, int sign, double margin, double published)
    implements Hypothesis {

  static Difference more(Measure measure, Configuration a, Configuration b) {
    return new Difference(measure, a, b, 1, 0, Double.NaN);
  }

  static Difference less(Measure measure, Configuration a, Configuration b) {
    return new Difference(measure, a, b, -1, 0, Double.NaN);
  }

  /** Claims at least this difference. */
  Difference by(double least) {
    return new Difference(measure, a, b, sign, least, published);
  }

  /** Adds the difference of two perplexities in a published table. */
  Difference published(PublishedTable table, String notationA, String notationB) {
    double of = table.perplexity(Architecture.of(notationA)).orElseThrow();
    double and = table.perplexity(Architecture.of(notationB)).orElseThrow();
    return published(measure.scale().difference(of, and));
  }

  /** Adds a published difference. */
  Difference published(double difference) {
    return new Difference(measure, a, b, sign, margin, difference);
  }

  @Override
  public List<Configuration> needs() {
    return List.of(a, b);
  }

  @Override
  public Outcome judge(SweepResult result) {
    Cohort left = a.in(result).beside(b.in(result), measure);
    Cohort right = b.in(result).beside(left, measure);
    double[] differences = left.differences(measure, right);
    Scale scale = measure.scale();
    if (differences.length == 0) {
      return new Outcome(
          List.of(),
          "%s: no seed has a value of both %s and %s"
              .formatted(measure, left.name(), right.name()));
    }
    String values =
        "%s%s: %s %s, %s %s"
            .formatted(
                measure,
                scale.isLogarithmic() && differences.length > 1 ? ", geometric means" : "",
                left.name(),
                scale.value(left.mean(measure)),
                right.name(),
                scale.value(right.mean(measure)));
    double[] oriented = Arrays.stream(differences).map(d -> sign * d - margin).toArray();
    ConfidenceInterval interval = ConfidenceInterval.ofMean(differences);
    StringBuilder words = new StringBuilder(values).append("; difference ");
    words.append(scale.difference(Cohort.mean(differences)));
    words.append(IntervalText.interval(interval, scale::difference, differences.length));
    words
        .append(margin == 0 ? "; smallest difference of interest: " : "; claimed: at least ")
        .append(scale.difference(sign * (margin == 0 ? scale.smallestEffect() : margin)));
    if (Double.isFinite(published)) {
      words.append("; published: ").append(scale.difference(published));
    }
    measure.byCausalBound().ifPresent(other -> words.append("; ").append(also(other, result)));
    double interest = margin == 0 ? scale.smallestEffect() : 0;
    return new Outcome(Effect.of(oriented, interest), words.toString());
  }

  /** Describes the same shares relative to the causal bound, which do not decide. */
  private String also(Measure other, SweepResult result) {
    double[] differences =
        a.in(result).beside(b.in(result), other).differences(other, b.in(result));
    Scale scale = other.scale();
    return "%s: difference %s%s"
        .formatted(
            other,
            scale.difference(Cohort.mean(differences)),
            IntervalText.interval(
                ConfidenceInterval.ofMean(differences), scale::difference, differences.length));
  }
}
