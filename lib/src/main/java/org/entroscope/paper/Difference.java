package org.entroscope.paper;

import java.util.Arrays;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.sweep.ConfidenceInterval;
import org.entroscope.sweep.SweepResult;

/**
 * One setting has more, or less, of a measure than another: differences seed by seed, with the 95%
 * interval of their mean.
 *
 * @param measure what is compared
 * @param a the one
 * @param b the other
 * @param sign 1 if a is claimed to have more, -1 if less
 * @param margin by how much at least, in the differences of the measure's scale; 0 where any
 *     difference counts that is not smaller than the smallest of interest
 * @param published the published difference a to b; NaN if none was printed
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

  /** By at least so much. */
  Difference by(double least) {
    return new Difference(measure, a, b, sign, least, published);
  }

  /** Beside the difference of two perplexities of a published table. */
  Difference published(PublishedTable table, String notationA, String notationB) {
    double of = table.perplexity(Architecture.of(notationA)).orElseThrow();
    double and = table.perplexity(Architecture.of(notationB)).orElseThrow();
    return published(measure.scale().difference(of, and));
  }

  /** Beside a published difference. */
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
        "%s: %s %s, %s %s"
            .formatted(
                measure,
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
        .append(margin == 0 ? "; smallest of interest " : "; claimed ")
        .append(scale.difference(sign * (margin == 0 ? scale.smallestEffect() : margin)));
    if (Double.isFinite(published)) {
      words.append("; published ").append(scale.difference(published));
    }
    measure.byCausalBound().ifPresent(other -> words.append("; ").append(also(other, result)));
    double interest = margin == 0 ? scale.smallestEffect() : 0;
    return new Outcome(Effect.of(oriented, interest), words.toString());
  }

  /** The same shares by the other ruler, which does not decide. */
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
